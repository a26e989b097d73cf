"""A run of digits, and the bytes that it can encode."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from keyguard.model.record import NamedTuple

_MORE = 2
"""Digits that the last line of a literal may have beyond the others: it has no ``" +`` at its end,
where a program fills lines up to a width."""


class Decoded(NamedTuple):
    """The bytes that ``text[start:end]`` encodes."""

    start: int
    end: int
    data: bytes
    name: str
    text: str | None = None
    """The text of the bytes; None for an archive, and as long as nobody asks."""


Ways = Iterator[Decoded]
"""All ways to decode one part of a run."""


class Run:
    """Digits in a text, on one line or several."""

    def __init__(self, text: str, lines: tuple[tuple[int, int], ...]) -> None:
        """``lines``: where the digits of each begin and end, in order."""
        self.text = text
        self.lines = lines

    @property
    def start(self) -> int:
        """Where the first digit begins."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where the last digit ends."""
        return self.lines[-1][1]

    @cached_property
    def digits(self) -> str:
        """All digits, without what separates lines."""
        return "".join(self.text[slice(*line)] for line in self.lines)

    @property
    def is_wrapped(self) -> bool:
        """Whether lines are all as long as the second, but for the first and the last."""
        return len(self.lines) > 1 and self._is_wrapped

    @cached_property
    def _is_wrapped(self) -> bool:
        lengths = [end - start for start, end in self.lines]
        longest = max(lengths[:-1])
        return lengths[-1] <= longest + _MORE and all(length == longest for length in lengths[1:-1])

    @property
    def is_escaped(self) -> bool:
        """Whether a digit has an escape in front of it, which separates it from the one before."""
        return any(self.text[start - 1] == "\\" for start, _ in self.lines[1:])

    @property
    def is_in_pairs(self) -> bool:
        """Whether there are several lines, and an even number of digits in all but the last."""
        return len(self.lines) > 1 and not any((end - start) % 2 for start, end in self.lines[:-1])
