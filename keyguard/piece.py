"""Where a part of decoded text comes from."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """``text[start:end]`` of a view was decoded from ``[outer_start:outer_end]`` further out."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    ways: tuple[str, ...]  # the decodings between the two, outermost first
