"""Content of any size, read one piece at a time, so that large content needs little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repeated, ends_of_lines, goes_on, period_at_end, repeated

PIECE = 4 << 20
"""Bytes of a piece; reading one as text takes about ten times as many."""
OVERLAP = 1 << 16
"""Bytes at the end of a piece that the next one repeats, so that nothing is cut in two."""
LONGEST = PIECE + 2 * OVERLAP
"""Bytes of a piece together with what it repeats of the one before."""
FED = 1 << 16
"""Packed bytes that a decoder gets at a time."""
GIVEN = 1 << 20
"""Bytes that a decoder returns at a time."""

Read = Callable[[int], bytes]
"""Reads the next bytes, at most so many; fewer only at the end."""


class Piece(NamedTuple):
    """A part of some content, and the number of ends of lines in front of it."""

    data: bytes
    lines_before: int = 0
    repeats: Sequence[Repeated] | None = None
    """What is ``repeated`` in the piece, if that is known."""
    overlap: int = 0
    """Bytes at its beginning that the piece before ends with."""
    period: int = 0
    """If not 0, the piece does nothing but continue the last ``period`` bytes of the piece before,
    over and over."""


def pieces(head: bytes, read: Read) -> Iterator[Piece]:
    """All of some content, in pieces; ``head`` was read already."""
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
