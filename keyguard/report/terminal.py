"""How wide a terminal is, without ``shutil``, which loads all that packs and unpacks archives."""

from __future__ import annotations

import os
import sys

USUAL = 80
"""Columns where nothing tells."""


def width() -> int:
    """Columns: those that a shell has said, else those of the terminal that is written to."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # there is none
        return USUAL
