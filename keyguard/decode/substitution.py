"""Views in which decoded text replaces what encoded it, so that its surroundings still count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keyguard.encodings.replacement import Replacement
from keyguard.model import Segment, Segments, View


def without_overlaps(found: Iterable[Replacement]) -> list[Replacement]:
    """The replacements in order; of those that overlap, the one that begins first."""
    kept: list[Replacement] = []
    for each in sorted(found, key=lambda each: each.start):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def replaced(view: View, replacements: Sequence[Replacement]) -> View:
    """The view with all of these replacements, which are in order and do not overlap."""
    texts: list[str] = []
    segments: list[Segment] = []
    done = length = 0
    for each in replacements:
        before = view.text[done : each.start]
        start = length + len(before)
        done, length = each.end, start + len(each.decoded)
        texts += [before, each.decoded]
        segments.append(Segment(start, length, each.start, each.end, (each.name,)))
    texts.append(view.text[done:])
    return view._replace(text="".join(texts), via=(), outer=view, segments=Segments(segments))


def surroundings(view: View, reach: int) -> str:
    """The decoded segments with ``reach`` characters on either side."""
    parts: list[str] = []
    done = 0
    for segment in view.segments:
        start, end = max(done, segment.start - reach), segment.end + reach
        if start > done:
            parts.append("\n")
        parts.append(view.text[start:end])
        done = max(done, min(end, len(view.text)))
    return "".join(parts)
