"""The windows around clues: the parts of content on which detection depends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from keyguard.model.record import NamedTuple

LONGEST_CHARACTER = 4
"""Bytes of a character in UTF-8."""

GAP = 600
"""Characters between clues from which each gets a look of its own; closer ones share one."""
IDENTITY = 24
"""Bytes of text that decide whether a clue begins a window, wherever in a file they are."""
ONE_IN = 8
"""Of so many clues close to each other one begins a window; of more if a window is longer."""
SHORTEST_GROUP = 4_000
"""Characters from the first to the last of the clues that are looked at together, if others are
close: what is read around them on either side is about as much."""
LONGEST_GROUP = 1 << 17
"""Bytes from the first to the last clue of a group, whatever the text: more takes much memory at
once."""


class ClueReach(NamedTuple):
    """How many characters around the end of a clue decide whether there is a credential."""

    before: int
    """Characters in front of the clue's end, including the clue itself."""
    after: int

    def __or__(self, other: object) -> ClueReach:
        """What is enough for both."""
        assert isinstance(other, ClueReach)
        return ClueReach(max(self.before, other.before), max(self.after, other.after))

    def times(self, factor: int) -> ClueReach:
        """The reach in text that writes each character as ``factor`` characters."""
        return ClueReach(self.before * factor, self.after * factor)


def around(
    data: bytes, ends: Iterable[int], reach: ClueReach, scale: int = 1
) -> Iterator[tuple[int, int]]:
    """Start and end of each window, in bytes, in ascending order. They may overlap.

    Where clues are close together, as in a file about webhooks, the text itself decides where a
    window begins. So a changed line changes the windows around it, and leaves all others of a
    file as they were in its last version. ``scale`` is how many characters stand for one, at most.
    """
    for group in grouped(data, ends, scale):
        yield _window(data, group[0], group[-1], reach.times(scale))


def grouped(data: bytes, ends: Iterable[int], scale: int = 1) -> Iterator[list[int]]:
    """The ends of clues that are looked at together, in ascending order."""
    gap, shortest = GAP * scale, SHORTEST_GROUP * scale
    group: list[int] = []
    for end in sorted(ends):
        if group and (
            end - group[-1] > gap
            or (end - group[0] >= shortest and _is_apart(data, group, end, scale))
        ):
            yield group
            group = []
        group.append(end)
    if group:
        yield group


def _is_apart(data: bytes, group: list[int], end: int, scale: int) -> bool:
    """Whether a clue begins a group of its own, though close behind this one, which is long."""
    is_longest = end - group[0] >= LONGEST_GROUP
    return end > group[-1] and (is_longest or _begins(data, end, ONE_IN * scale))


def _begins(data: bytes, end: int, one_in: int) -> bool:
    return crc32(data[max(0, end - IDENTITY) : end]) % one_in == 0


def _window(data: bytes, begin: int, last: int, reach: ClueReach) -> tuple[int, int]:
    """Enough bytes for the characters, however many bytes each takes."""
    before, after = reach
    start, stop = max(0, begin - before), min(len(data), last + after)
    if data[start:stop].isascii():
        return start, stop
    start = max(0, begin - before * LONGEST_CHARACTER)
    stop = min(len(data), last + after * LONGEST_CHARACTER)
    return start, stop
