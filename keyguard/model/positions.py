"""Lines and columns of positions in a text, counted once for however many positions."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from keyguard.model.content import Blob
from keyguard.model.patterns import lazy_pattern

_HEADER = lazy_pattern(rb"(?:tree|object) [0-9a-f]{40,64}\n")
"""How git begins a commit or a tag object. A message that is being written has no headers."""
_BLOCK = 1024
"""Characters in which lines are counted again for each position."""


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """The line of ``text[index]`` and its column in that, both from 1."""
    block = index // _BLOCK
    first = block * _BLOCK
    lines, starts = _blocks(text)
    start = text.rfind("\n", first, index) + 1 or starts[block]
    return lines[block] + text.count("\n", first, index) + 1, index - start + 1


def lines_of_headers(blob: Blob) -> int:
    """The lines in front of the message of a commit or tag object, the empty one included."""
    if not _HEADER.match(blob.data):
        return 0
    headers, gap, _ = blob.data.partition(b"\n\n")
    return headers.count(b"\n") + 2 if gap else 0


@lru_cache(maxsize=1)
def _blocks(text: str) -> tuple[list[int], list[int]]:
    """By block: how many lines end in front of it, and where the line begins that it begins in."""
    ends = range(_BLOCK, len(text) + 1, _BLOCK)
    lines = accumulate((text.count("\n", end - _BLOCK, end) for end in ends), initial=0)
    starts = accumulate((text.rfind("\n", end - _BLOCK, end) + 1 for end in ends), max, initial=0)
    return list(lines), list(starts)
