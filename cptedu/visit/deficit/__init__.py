"""Whether the words of a deficit measure a loss of the function trained."""
