"""Where a text holds rows of numbers: found by a search for bytes, since most text has none."""

from __future__ import annotations

from collections.abc import Iterator

_CHARACTERS = b"0123456789ABCDEFabcdefxX \t\r\n,;:-\\"
_SHORTEST = 23
"""Characters of eight codes of two digits, and their separators."""
_MARKS = bytes(ord("n") if value in _CHARACTERS else 0 for value in range(256))
_ROW = b"n" * _SHORTEST


def rows_of_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    marks = text.encode("latin-1", "replace").translate(_MARKS)
    start = marks.find(_ROW)
    while start >= 0:
        end = marks.find(b"\0", start)
        end = len(marks) if end < 0 else end
        yield start, end
        start = marks.find(_ROW, end)
