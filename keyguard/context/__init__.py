"""The meaning of a path and its surroundings for the credentials that are found there."""
