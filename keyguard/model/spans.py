"""What is known of a part of a text: where it was decoded from, and what the rest speaks of."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from keyguard.model.record import NamedTuple

Span = tuple[int, int]
"""Start and end of a part."""


class Segment(NamedTuple):
    """``text[start:end]`` of a view was decoded from ``[outer_start:outer_end]`` further out."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    ways: tuple[str, ...]
    """The decodings between the two, outermost first."""


class Segments(tuple[Segment, ...]):
    """The segments of a view, in order and without overlaps."""

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self]

    @cached_property
    def _known(self) -> dict[Span, Span]:
        return {}

    def begun_at(self, position: int) -> int:
        """How many begin at a position or in front of it."""
        return bisect_right(self._starts, position)

    def outwards(self, start: int, end: int) -> Span:
        """Where a part of the text begins and ends in the one that this was decoded from: kept,
        since whoever judges, allows and reports a credential asks."""
        part = start, end
        found = self._known.get(part)
        if found is None:
            found = self._known[part] = self._outwards(start, end)
        return found

    def _outwards(self, start: int, end: int) -> Span:
        first = self.begun_at(start) - 1
        last = first
        if first < 0 or self[first].end < end:
            last = self.begun_at(end - 1) - 1
        return self._outward(first, start), self._outward(last, end, is_end=True)

    def _outward(self, index: int, position: int, is_end: bool = False) -> int:
        """Proportionally within a segment: a digit of an encoding stands for a fixed share of
        it."""
        if index < 0:
            return position
        start, end, outer_start, outer_end, _ = self[index]
        if position >= end:
            return outer_end + position - end
        share, length = (position - start) * (outer_end - outer_start), end - start
        return outer_start + (-(-share // length) if is_end else share // length)


class TextTopics(NamedTuple):
    """What the rest of a text speaks of, where only a part of it is looked at."""

    webhooks: bool = False
    connexease: bool = False

    def __or__(self, other: TextTopics) -> TextTopics:
        """What either of two parts of a text speaks of."""
        return TextTopics(self.webhooks or other.webhooks, self.connexease or other.connexease)


ANY_TOPIC = TextTopics(webhooks=True, connexease=True)
"""What a text has to be taken for as long as nobody looked."""
