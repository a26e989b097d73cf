"""Templates: what the language of a file puts something in place of."""
