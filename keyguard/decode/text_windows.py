"""The parts of a large text in which something was seen, each with all that decides what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from keyguard.decode import reading_of_blob
from keyguard.decode.positions import characters_before
from keyguard.encodings.charsets import BINARY
from keyguard.model import Blob, Segment, Segments, Span, TextTopics, View
from keyguard.model.record import NamedTuple

AROUND = 12_000
"""Characters on either side: more than detection ever looks at, which is 10,000 around a value in a
manifest."""
WORTH_IT = 2
"""How many times longer than its parts a text must be, to be read in parts."""
LONGEST = 1 << 19
"""Characters of a part: decoding all of a long text at once takes much memory."""


class Window(NamedTuple):
    """A part of a text, and the characters of the whole that no other part is responsible for."""

    view: View
    own: Span


def windows_of(whole: View, screened: Blob, topics_of: Callable[[str], TextTopics]) -> list[Window]:
    """The parts of a text around the windows in which something was seen.

    None if the text is to be read as a whole. ``screened`` is the content that is read as the text,
    and ``topics_of`` finds the topics of the whole.
    """
    spans = _spans(whole, screened)
    size = sum(end - start for start, end in spans)
    if size * WORTH_IT > len(whole.text) and len(whole.text) <= LONGEST:
        return []
    topics = whole.topics | topics_of(whole.text)
    return [
        Window(_window(whole, max(start, own[0] - AROUND), min(end, own[1] + AROUND), topics), own)
        for start, end in spans
        for own in _cores(start, end)
    ]


def _cores(start: int, end: int) -> Iterator[Span]:
    """A part in parts that are not long, which adjoin."""
    for first in range(start, end, LONGEST):
        yield first, min(first + LONGEST, end)


def in_whole(view: View) -> tuple[View, int]:
    """The whole of which a view is a window, and where the window begins in it; else the view
    itself."""
    if not is_window(view) or view.outer is None:
        return view, 0
    return view.outer._replace(blob=view.blob), view.segments[0].outer_start


def is_window(view: View) -> bool:
    """Whether a view is a part of a text as it is written there."""
    return len(view.segments) == 1 and not view.segments[0].ways


def _window(whole: View, start: int, end: int, topics: TextTopics) -> View:
    segment = Segment(0, end - start, start, end, ())
    return whole._replace(
        text=whole.text[start:end], topics=topics, outer=whole, segments=Segments((segment,))
    )


def _spans(whole: View, blob: Blob) -> list[Span]:
    """The parts in characters, in order, those that touch as one."""
    spots = sorted(blob.windows)
    charset = reading_of_blob(blob).charset
    if len(whole.text) == len(blob.data):
        charset = BINARY
    ends = sorted({at for spot in spots for at in spot})
    at = dict(zip(ends, characters_before(blob.data, charset, ends), strict=True))
    spans: list[Span] = []
    for spot in spots:
        start, end = max(0, at[spot[0]] - AROUND), min(len(whole.text), at[spot[1]] + AROUND)
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans
