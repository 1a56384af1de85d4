"""From a record to a claim: the rules run in order, and nothing is decided here."""
