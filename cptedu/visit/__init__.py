"""A visit and a claim: as written, and as understood."""
