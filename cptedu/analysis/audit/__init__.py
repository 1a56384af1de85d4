"""A practice's own log, audited by the same rules that teach: what it decides, what it does not tell, how a habit shows."""
