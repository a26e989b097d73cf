"""Cuts long texts down once their credentials are known.

The excerpts hold everything near the credentials that judging and reporting look at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from keyguard.model import Blob, Detection, Kind, Part, Segment, Segments, Span, View
from keyguard.model.source_map import levels
from keyguard.pipeline.held import LARGE, digest_of
from keyguard.pipeline.reuse import Placed

LONG = 1 << 17
"""Characters; a longer text is not kept as a whole."""
AROUND = (1 << 15) + 256
"""Characters that are kept in front of a credential's line and behind it.

The furthest look is the one for comments that can stand beside a credential; this is more.
"""
WORTH_IT = 2
"""How many times longer than its excerpts a text must be, for excerpts to be made."""
_BEFORE_FIRST = Segment(0, 0, 0, 0, ())
"""In front of its segments a text is as the one that it was decoded from."""


def in_excerpts(placed: Sequence[Placed]) -> Sequence[Placed]:
    """The credentials of one content, with excerpts in place of texts that are much longer."""
    texts: dict[int, _Text] = {}
    for each in placed:
        view, start, end = each.detection.view, each.detection.start, each.detection.end
        if id(view.text) not in texts:
            texts[id(view.text)] = _Text(view)
        texts[id(view.text)].spans.add((start, end))
    if not any(text.is_worth_it for text in texts.values()):
        return placed
    excerpts = _Excerpts(each.detection for each in placed)
    return [each._replace(detection=excerpts.of(each.detection)) for each in placed]


def _is_shortened(detection: Detection) -> bool:
    """Whether it can do without the whole: not code, which is judged by where its parts are in all
    of it, nor what is in a piece, which is an excerpt already."""
    blob = detection.view.blob
    is_whole = blob.part is Part.CONTENT and blob.piece is None and blob.file is None
    return is_whole and detection.kind is not Kind.HANDLER


class _Text:
    """One text, and the parts of it that are kept."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.spans: set[Span] = set()
        """Where credentials are in it."""

    def around(self, start: int) -> Span:
        """The part that what begins here is in."""
        return self._parts[bisect_right(self._starts, start) - 1]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._parts]

    @cached_property
    def _parts(self) -> list[Span]:
        """In order and apart from each other, each from the beginning of a line."""
        text = self.view.text
        if len(text) <= LONG:
            return [(0, len(text))]
        parts: list[Span] = []
        line_end = -1
        for start, end in sorted(self.spans):
            if end <= line_end:
                continue
            near = (start if start <= line_end else text.rfind("\n", 0, start) + 1) - AROUND
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            stop = min(len(text), line_end + AROUND)
            if parts and near <= parts[-1][1]:
                parts[-1] = parts[-1][0], stop
            else:
                parts.append((text.rfind("\n", 0, max(0, near)) + 1, stop))
        return parts

    @property
    def is_worth_it(self) -> bool:
        """Whether excerpts are much shorter than it is, or than what it was decoded from."""
        outer: View | None = self.view
        if len(self.view.text) > LONG:
            return sum(end - start for start, end in self._parts) * WORTH_IT < len(self.view.text)
        while outer is not None and len(outer.text) <= LONG:
            outer = outer.outer
        return outer is not None

    @cached_property
    def is_its_content(self) -> bool:
        """Whether the bytes of its content, which is large, are this text in UTF-8."""
        data = self.view.blob.data
        is_text = len(data) > LARGE and not self.view.member and b"\0" not in data
        return is_text and self.view.text.encode("utf-8", "replace") == data


class _Excerpts:
    """The texts of one content in parts, each of which is made once."""

    def __init__(self, found: Iterable[Detection]) -> None:
        self._texts: dict[int, _Text] = {}
        self._views: dict[object, View] = {}
        for each in filter(_is_shortened, found):
            for view, start, end in levels(each):
                text = self._texts.setdefault(id(view.text), _Text(view))
                text.spans.add((start, end))

    def of(self, detection: Detection) -> Detection:
        """A detection in a part of its text."""
        if not _is_shortened(detection):
            return detection
        parts = [
            (view, self._texts[id(view.text)].around(start)) for view, start, _ in levels(detection)
        ]
        key = tuple((id(view.text), start, view.blob.places) for view, (start, _) in parts)
        if key not in self._views:
            self._views[key] = self._view(parts)
        first = parts[0][1][0]
        return detection._replace(
            view=self._views[key], start=detection.start - first, end=detection.end - first
        )

    def _view(self, parts: Sequence[tuple[View, Span]]) -> View:
        """The first of these in its part, and each further out in its own."""
        view, (start, end) = parts[0]
        text = view.text[start:end]
        if len(parts) == 1:
            return view._replace(
                blob=self._blob(view, text),
                text=text,
                lines_before=view.lines_before + view.text.count("\n", 0, start),
            )
        outer = self._view(parts[1:])
        return view._replace(
            blob=outer.blob._replace(places=view.blob.places),
            text=text,
            outer=outer,
            segments=Segments(_moved(view.segments, (start, end), parts[1][1][0])),
        )

    def _blob(self, view: View, text: str) -> Blob:
        if not self._texts[id(view.text)].is_its_content:
            return view.blob
        digest = digest_of(view.blob.data)
        return view.blob._replace(data=text.encode("utf-8", "replace"), digest=digest)


def _moved(segments: Segments, part: Span, outer_start: int) -> Iterator[Segment]:
    """What of the segments of a text tells the way back from a part of it to one further out."""
    start, end = part
    first = segments.begun_at(start) - 1
    before = () if first >= 0 else (_BEFORE_FIRST,)
    for each in (*before, *segments[max(0, first) : segments.begun_at(end)]):
        yield each._replace(
            start=each.start - start,
            end=each.end - start,
            outer_start=each.outer_start - outer_start,
            outer_end=each.outer_end - outer_start,
        )
