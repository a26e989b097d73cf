"""The way back from decoded text to where it stands in the content that a reader can open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from keyguard.model import Kind, Piece, Place, Sighting, View

Span = tuple[View, int, int]
"""A view, and a start and an end in its text."""


def levels(sighting: Sighting) -> Iterator[Span]:
    """Where a credential stands in its view, and in each text that this was decoded from."""
    view, start, end = sighting.view, sighting.start, sighting.end
    yield view, start, end
    while view.outer is not None:
        start, end = _outwards(view.pieces, start), _outwards(view.pieces, end, is_end=True)
        view = view.outer
        yield view, start, end


def outermost(sighting: Sighting) -> Span:
    """Where a credential stands in the text of its file, or of its member of an archive."""
    *_, last = levels(sighting)
    return last


def way(sighting: Sighting) -> tuple[str, ...]:
    """The decodings that led to a credential, outermost first."""
    ways: tuple[str, ...] = ()
    for view, start, end in levels(sighting):
        here = (each.ways for each in touched(view.pieces, start, end))
        ways = view.via + tuple(dict.fromkeys(way for each in here for way in each)) + ways
    return ways


def secrets_of(sighting: Sighting) -> set[str]:
    """What gives a credential away, and how that is spelt in the texts it was decoded from."""
    secrets = sighting.secrets
    if secrets:
        secrets |= {view.text[start:end] for view, start, end in levels(sighting)}
    return secrets


def touched(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[Piece, ...]:
    """The pieces that overlap ``[start:end]``."""
    first = max(0, bisect_right(pieces, start, key=_start) - 1)
    last = bisect_right(pieces, max(start, end - 1), key=_start)
    return tuple(piece for piece in pieces[first:last] if piece.end > start)


class Sieve:
    """Lets each credential through once for each place, though several views of a blob hold it.

    Variables' names count once, wherever in a text they stand. Of several ways to read one spot
    the first counts, and within an archive the innermost.
    """

    def __init__(self) -> None:
        self._spots: set[tuple[object, ...]] = set()
        self._seen: dict[tuple[object, ...], list[tuple[str, ...]]] = {}

    def is_new(self, sighting: Sighting) -> bool:
        """Whether it was not seen before."""
        view, start, _ = outermost(sighting)
        blob, via = sighting.view.blob, view.via
        identity: tuple[str, tuple[Place, ...], Kind, str] = (
            blob.id, blob.places, sighting.kind, sighting.custom_rule,
        )  # fmt: skip
        spot = (*identity, via, sighting.value if sighting.kind is Kind.KEY_VARIABLE else start)
        known = self._seen.setdefault((*identity, sighting.value), [])
        is_within = any(len(each) > len(via) and each[: len(via)] == via for each in known)
        if spot in self._spots or is_within:
            return False
        self._spots.add(spot)
        known.append(via)
        return True


def _outwards(pieces: tuple[Piece, ...], position: int, is_end: bool = False) -> int:
    """Proportionally within a piece: a digit of an encoding stands for a fixed share of it."""
    index = bisect_right(pieces, position - is_end, key=_start) - 1
    if index < 0:
        return position
    piece = pieces[index]
    if position >= piece.end:
        return piece.outer_end + position - piece.end
    share = (position - piece.start) * (piece.outer_end - piece.outer_start)
    length = piece.end - piece.start
    return piece.outer_start + (-(-share // length) if is_end else share // length)


def _start(piece: Piece) -> int:
    return piece.start
