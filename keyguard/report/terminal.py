"""The width of a terminal, without ``shutil``, which loads everything that packs and unpacks."""

from __future__ import annotations

import os
import sys

USUAL = 80
"""Columns to assume if nothing tells."""


def width() -> int:
    """Columns: those that the shell states, else those of the terminal that is written to."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # there is none
        return USUAL
