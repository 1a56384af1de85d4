"""Things to click and drag: each in a folder of its own, beside the kit that they share."""
