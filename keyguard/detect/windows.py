"""The parts of content that detection depends on: what stands around its clues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BEFORE = 1_400
"""Characters in front of a clue's end that can matter: the clue itself, names, vendors' words."""
AFTER = 2_400
"""Characters behind it: a section, a name in it, the name's value, and what stands around that."""
LONGEST_CHARACTER = 4
"""Bytes of a character in UTF-8."""


def around(data: bytes, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each window, in order and apart from each other; in bytes."""
    begin = stop = -1
    for end in sorted(ends):
        first, last = _window(data, end)
        if first > stop:
            if stop >= 0:
                yield begin, stop
            begin = first
        stop = max(stop, last)
    if stop >= 0:
        yield begin, stop


def _window(data: bytes, end: int) -> tuple[int, int]:
    """Enough bytes for the characters, however many bytes each takes."""
    first, last = max(0, end - BEFORE), min(len(data), end + AFTER)
    if data[first:last].isascii():
        return first, last
    first = max(0, end - BEFORE * LONGEST_CHARACTER)
    last = min(len(data), end + AFTER * LONGEST_CHARACTER)
    return first, last
