"""Tables as programs write them: cells, days, columns, and the lines of a claim."""
