"""Whether the words of a finding are a positive sign, and of which place."""
