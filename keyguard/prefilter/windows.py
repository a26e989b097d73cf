"""The parts of content that detection depends on: what stands around its clues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

BEFORE = 1_400
"""Characters in front of a clue's end that can matter: the clue itself, names, vendors' words."""
AFTER = 2_400
"""Characters behind it: a section, a name in it, the name's value, and what stands around that."""
LONGEST_CHARACTER = 4
"""Bytes of a character in UTF-8."""

GAP = 600
"""Characters between clues that are worth a look each: less is looked at once for both."""
IDENTITY = 24
"""Bytes of text that decide whether a clue begins a window, wherever in a file they stand."""
ONE_IN = 8
"""Of so many clues that stand close together one begins a window; of more if a window is longer."""


def around(data: bytes, ends: Iterable[int], reach: int = 1) -> Iterator[tuple[int, int]]:
    """Start and end of each window, in bytes, in ascending order. They may overlap.

    Where clues stand close together, as in a file about webhooks, the text itself decides where a
    window begins. So a changed line changes the windows around it, and leaves all others of a
    file as they were in its last version. ``reach`` is how many characters one stands for, at most.
    """
    begin = last = -1
    for end in sorted(ends):
        if begin < 0:
            begin = end
        elif end - last > GAP * reach or (end > last and _begins(data, end, ONE_IN * reach)):
            yield _window(data, begin, last, reach)
            begin = end
        last = end
    if begin >= 0:
        yield _window(data, begin, last, reach)


def _begins(data: bytes, end: int, one_in: int) -> bool:
    return crc32(data[max(0, end - IDENTITY) : end]) % one_in == 0


def _window(data: bytes, begin: int, last: int, reach: int) -> tuple[int, int]:
    """Enough bytes for the characters, however many bytes each takes."""
    before, after = BEFORE * reach, AFTER * reach
    start, stop = max(0, begin - before), min(len(data), last + after)
    if data[start:stop].isascii():
        return start, stop
    start = max(0, begin - before * LONGEST_CHARACTER)
    stop = min(len(data), last + after * LONGEST_CHARACTER)
    return start, stop
