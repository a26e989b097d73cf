"""How git writes objects: entries of packs, deltas, numbers. Works on bytes only: no file, no
repository."""
