"""What the search for values yields: a literal with where it begins, without its quotes."""

from __future__ import annotations

TextAt = tuple[str, int]
"""A text, and where it begins in the text that it was found in."""
