"""Where objects are found: their paths, and the commits that brought them in."""
