"""How git writes objects: entries of packs, deltas, numbers. Bytes only: no file, no repository."""
