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
    ways: tuple[str, ...]  # the decodings between the two, outermost first


class Segments(tuple[Segment, ...]):
    """The segments of a view, in order and without overlaps."""

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self]

    def begun_at(self, position: int) -> int:
        """How many begin at a position or in front of it."""
        return bisect_right(self._starts, position)


class TextTopics(NamedTuple):
    """What the rest of a text speaks of, where only a part of it is looked at."""

    webhooks: bool = False
    connexease: bool = False

    def __or__(self, other: TextTopics) -> TextTopics:
        """What either of two parts of a text speaks of."""
        return TextTopics(self.webhooks or other.webhooks, self.connexease or other.connexease)


ANY_TOPIC = TextTopics(webhooks=True, connexease=True)
"""What a text has to be taken for as long as nobody looked."""
