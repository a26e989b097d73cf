"""Content of any size, read a piece at a time: what is large is looked through in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repeated, ends_of_lines, goes_on, period_at_end, repeated

PIECE = 4 << 20
"""Bytes of a piece; reading one as text takes some ten times as many."""
OVERLAP = 1 << 16
"""Bytes of a piece that the next one begins with, so that nothing is cut in two."""
LONGEST = PIECE + 2 * OVERLAP
"""Bytes of a piece with what it has of the one before."""
FED = 1 << 16
"""Packed bytes that a decoder gets at a time."""
GIVEN = 1 << 20
"""Bytes that a decoder gives back at a time."""

Read = Callable[[int], bytes]
"""Reads so many bytes more, or fewer if that is all."""


class Piece(NamedTuple):
    """A part of some content, and how many ends of lines are in front of it."""

    data: bytes
    lines_before: int = 0
    repeats: Sequence[Repeated] | None = None
    """What is ``repeated`` in it, if that is known."""
    overlap: int = 0
    """Bytes at its beginning that the piece before ends with."""
    period: int = 0
    """If not 0, it does nothing but go on with what the piece before repeats at its end, which is
    so many bytes."""


def pieces(head: bytes, read: Read) -> Iterator[Piece]:
    """All of some content, of which ``head`` was read already."""
    piece = Piece(head)
    period = lines_of_period = 0
    while more := read(PIECE):
        cut = _beginning_of_overlap(piece.data)
        if piece.period:
            lines = cut // period * lines_of_period + piece.data.count(b"\n", 0, cut % period)
        else:
            repeats = list(repeated(piece.data))
            piece = piece._replace(repeats=repeats)
            lines = ends_of_lines(piece.data, repeats) - piece.data.count(b"\n", cut)
            period = period_at_end(piece.data, repeats)
            lines_of_period = piece.data.count(b"\n", len(piece.data) - period)
        yield piece
        again = period if period and goes_on(piece.data, more, period) else 0
        piece = Piece(
            piece.data[cut:] + more,
            piece.lines_before + lines,
            overlap=len(piece.data) - cut,
            period=again,
        )
    yield piece


def _beginning_of_overlap(data: bytes) -> int:
    """Where the next piece begins: with a line, if there is an end of one near."""
    latest = max(0, len(data) - OVERLAP)
    return data.rfind(b"\n", max(0, latest - OVERLAP), latest) + 1 or latest
