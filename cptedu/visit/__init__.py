"""A visit and its claim on paper: how files that programs and people write are read."""
