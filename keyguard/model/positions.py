"""Lines and columns of positions in a text, counted once for however many positions."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

_BLOCK = 16 * 1024
"""Characters in which lines are counted again for each position."""


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """The line of ``text[index]`` and its column in that, both from 1."""
    block = index // _BLOCK
    first = block * _BLOCK
    lines, starts = _blocks(text)
    start = text.rfind("\n", first, index) + 1 or starts[block]
    return lines[block] + text.count("\n", first, index) + 1, index - start + 1


@lru_cache(maxsize=1)
def _blocks(text: str) -> tuple[list[int], list[int]]:
    """By block: how many lines end in front of it, and where the line begins that it begins in."""
    ends = range(_BLOCK, len(text) + 1, _BLOCK)
    lines = accumulate((text.count("\n", end - _BLOCK, end) for end in ends), initial=0)
    starts = accumulate((text.rfind("\n", end - _BLOCK, end) + 1 for end in ends), max, initial=0)
    return list(lines), list(starts)
