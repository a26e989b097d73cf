"""The ways in which a name is given a value, a row for each."""
