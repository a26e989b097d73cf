"""Reads every object of a repository once, as fast as its packs can be read."""
