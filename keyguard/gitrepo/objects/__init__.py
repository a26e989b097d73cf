"""Stored objects: loose, in packs, and as deltas of each other."""
