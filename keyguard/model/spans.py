"""What is known of a part of a text: where it was decoded from, and what the rest speaks of."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[int, int]
"""Start and end of a part."""


class Segment(NamedTuple):
    """``text[start:end]`` of a view was decoded from ``[outer_start:outer_end]`` further out."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    ways: tuple[str, ...]  # the decodings between the two, outermost first


class TextTopics(NamedTuple):
    """What the rest of a text speaks of, where only a part of it is looked at."""

    webhooks: bool = False
    connexease: bool = False


ANY_TOPIC = TextTopics(webhooks=True, connexease=True)
"""What a text has to be taken for as long as nobody looked."""
