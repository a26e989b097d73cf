"""The way back from decoded text to where it stands in the content that a reader can open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from keyguard.model import Blob, Detection, Kind, Place, Segments, View
from keyguard.model.record import NamedTuple

Location = tuple[View, int, int]
"""A view, and a start and an end in its text."""


def levels(detection: Detection) -> Iterator[Location]:
    """Where a credential stands in its view, and in each text that this was decoded from."""
    view, start, end = detection.view, detection.start, detection.end
    yield view, start, end
    while view.outer is not None:
        start, end = view.segments.outwards(start, end)
        view = view.outer
        yield view, start, end


def outermost(detection: Detection) -> Location:
    """Where a credential stands in the text of its file, or of its member of an archive."""
    view, start, end = detection.view, detection.start, detection.end
    while view.outer is not None:
        start, end = view.segments.outwards(start, end)
        view = view.outer
    return view, start, end


def way(detection: Detection) -> tuple[str, ...]:
    """The decodings that led to a credential, outermost first."""
    ways: tuple[str, ...] = ()
    for view, start, end in levels(detection):
        ways = view.via + _ways(view.segments, start, end) + ways
    return ways


def secrets_of(detection: Detection) -> set[str]:
    """What gives a credential away, and how that is spelt in the texts it was decoded from."""
    secrets = detection.secrets
    if not secrets:
        return secrets
    if detection.view.outer is None:  # most are
        secrets.add(detection.view.text[detection.start : detection.end])
        return secrets
    return secrets | {view.text[start:end] for view, start, end in levels(detection)}


def _ways(segments: Segments, start: int, end: int) -> tuple[str, ...]:
    """The decodings of the segments that overlap ``[start:end]``, each once."""
    if not segments:
        return ()
    first = max(0, segments.begun_at(start) - 1)
    touched = segments[first : segments.begun_at(max(start, end - 1))]
    if len(touched) == 1 and len(touched[0].ways) == 1:  # most credentials stand in one
        return touched[0].ways if touched[0].end > start else ()
    ways = chain.from_iterable(each.ways for each in touched if each.end > start)
    return tuple(dict.fromkeys(ways))


class Deduplicator:
    """Lets each credential through once for each place, though several views of a blob hold it.

    Variables' names count once, wherever in a text they stand. Of several ways to read one spot
    the first counts, and within an archive the innermost.
    """

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, tuple[Place, ...]], _Seen] = {}
        self._blob: Blob | None = None
        self._seen = _Seen(set(), {})

    def is_new(self, detection: Detection) -> bool:
        """Whether a credential was not seen before."""
        view, start, _ = outermost(detection)
        blob, via = detection.view.blob, view.via
        if blob is not self._blob:
            seen = self._by_place.setdefault((blob.id, blob.places), _Seen(set(), {}))
            self._blob, self._seen = blob, seen
        kind = detection.kind.value, detection.custom_rule
        spot = (kind, via, *_where(detection, view, start))
        known = self._seen.ways.setdefault((kind, detection.value), set())
        is_within = any(len(each) > len(via) and each[: len(via)] == via for each in known)
        if spot in self._seen.spots or is_within:
            return False
        self._seen.spots.add(spot)
        known.add(via)
        return True


def _where(detection: Detection, view: View, start: int) -> tuple[object, ...]:
    """What tells apart where credentials stand in one content, which may be in pieces, or hold
    several members of one name."""
    if detection.kind is Kind.KEY_VARIABLE:
        return (detection.value,)
    piece = view.blob.piece
    member = hash(view.text) if view.via else 0
    return piece.start if piece else 0, member, view.lines_before, start


class _Seen(NamedTuple):
    """What was seen at the places of one blob: where, and the ways that led to each value."""

    spots: set[tuple[object, ...]]
    ways: dict[tuple[object, ...], set[tuple[str, ...]]]
