"""What the words of an activity say was done, by whom, and where."""
