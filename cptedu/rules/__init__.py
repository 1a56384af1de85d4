"""The rules, one a file: pure functions, each with the passages on which it rests."""
