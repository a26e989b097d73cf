"""Content of any size, read a piece at a time: what is large is looked through in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repeated, ends_of_lines, repeated

PIECE = 4 << 20
"""Bytes of a piece; reading one as text takes some ten times as many."""
OVERLAP = 1 << 16
"""Bytes of a piece that the next one begins with, so that nothing is cut in two."""
LONGEST = PIECE + 2 * OVERLAP
"""Bytes of a piece with what it has of the one before."""

Read = Callable[[int], bytes]
"""Reads so many bytes more, or fewer if that is all."""


class Piece(NamedTuple):
    """A part of some content, and how many ends of lines are in front of it."""

    data: bytes
    lines_before: int = 0
    repeats: Sequence[Repeated] | None = None
    """What is ``repeated`` in it, if that is known."""


def pieces(head: bytes, read: Read) -> Iterator[Piece]:
    """All of some content, of which ``head`` was read already."""
    piece = Piece(head)
    while more := read(PIECE):
        repeats = list(repeated(piece.data))
        yield piece._replace(repeats=repeats)
        cut = _beginning_of_overlap(piece.data)
        again = piece.data.count(b"\n", cut)
        lines = piece.lines_before + ends_of_lines(piece.data, repeats) - again
        piece = Piece(piece.data[cut:] + more, lines)
    yield piece


def _beginning_of_overlap(data: bytes) -> int:
    """Where the next piece begins: with a line, if there is an end of one near."""
    latest = max(0, len(data) - OVERLAP)
    return data.rfind(b"\n", max(0, latest - OVERLAP), latest) + 1 or latest
