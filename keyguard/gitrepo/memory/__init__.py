"""Remembers packs that were read in full, so that they need not be read again."""
