"""Paths as text for those who can't read bytes that are no UTF-8."""

from __future__ import annotations


def encodable(path: str) -> str:
    """A path with a question mark for each surrogate, which stands for a byte that is no UTF-8.

    pathspec may hand a path to a compiled matcher in UTF-8, which has no surrogates.
    """
    return path.encode("utf-8", "replace").decode("utf-8")
