"""The way back from decoded text to where it stands in the content that a reader can open."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model import Blob, Detection, Kind, Place, Segment, Segments, View
from keyguard.model.record import NamedTuple

Span = tuple[View, int, int]
"""A view, and a start and an end in its text."""


def levels(detection: Detection) -> Iterator[Span]:
    """Where a credential stands in its view, and in each text that this was decoded from."""
    view, start, end = detection.view, detection.start, detection.end
    yield view, start, end
    while view.outer is not None:
        start, end = _outwards(view.segments, start), _outwards(view.segments, end, is_end=True)
        view = view.outer
        yield view, start, end


def outermost(detection: Detection) -> Span:
    """Where a credential stands in the text of its file, or of its member of an archive."""
    *_, last = levels(detection)
    return last


def way(detection: Detection) -> tuple[str, ...]:
    """The decodings that led to a credential, outermost first."""
    ways: tuple[str, ...] = ()
    for view, start, end in levels(detection):
        here = (each.ways for each in touched(view.segments, start, end))
        ways = view.via + tuple(dict.fromkeys(way for each in here for way in each)) + ways
    return ways


def secrets_of(detection: Detection) -> set[str]:
    """What gives a credential away, and how that is spelt in the texts it was decoded from."""
    secrets = detection.secrets
    if not secrets:
        return secrets
    if detection.view.outer is None:  # most are
        return secrets | {detection.view.text[detection.start : detection.end]}
    return secrets | {view.text[start:end] for view, start, end in levels(detection)}


def touched(segments: Segments, start: int, end: int) -> tuple[Segment, ...]:
    """The segments that overlap ``[start:end]``."""
    first = max(0, segments.begun_at(start) - 1)
    last = segments.begun_at(max(start, end - 1))
    return tuple(segment for segment in segments[first:last] if segment.end > start)


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
        """Whether it was not seen before."""
        view, start, _ = outermost(detection)
        blob, via = detection.view.blob, view.via
        if blob is not self._blob:
            seen = self._by_place.setdefault((blob.id, blob.places), _Seen(set(), {}))
            self._blob, self._seen = blob, seen
        kind = detection.kind.value, detection.custom_rule
        where = detection.value if detection.kind is Kind.KEY_VARIABLE else start
        spot = (kind, via, view.lines_before, where)
        known = self._seen.ways.setdefault((kind, detection.value), set())
        is_within = any(len(each) > len(via) and each[: len(via)] == via for each in known)
        if spot in self._seen.spots or is_within:
            return False
        self._seen.spots.add(spot)
        known.add(via)
        return True


class _Seen(NamedTuple):
    """What was seen at the places of one blob: where, and the ways that led to each value."""

    spots: set[tuple[object, ...]]
    ways: dict[tuple[object, ...], set[tuple[str, ...]]]


def _outwards(segments: Segments, position: int, is_end: bool = False) -> int:
    """Proportionally within a segment: a digit of an encoding stands for a fixed share of it."""
    index = segments.begun_at(position - is_end) - 1
    if index < 0:
        return position
    segment = segments[index]
    if position >= segment.end:
        return segment.outer_end + position - segment.end
    share = (position - segment.start) * (segment.outer_end - segment.outer_start)
    length = segment.end - segment.start
    return segment.outer_start + (-(-share // length) if is_end else share // length)
