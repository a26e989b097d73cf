"""Whether content holds anything: asked only around its clues, and never twice of the same text.

Versions of a file differ in few lines. What stands around the clues in one stands around them in
most others, so a history is looked through at the cost of what changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter

from keyguard import decode
from keyguard.detect.detector import Detector, topics_of, widened_prefilter
from keyguard.model import (
    ANY_TOPIC,
    Blob,
    Part,
    Problem,
    ScreenResult,
    ScreenVerdict,
    Span,
    TextTopics,
    View,
)
from keyguard.prefilter.clues import Ends
from keyguard.prefilter.select import CluePrefilter
from keyguard.prefilter.windows import AFTER, BEFORE, around
from keyguard.settings import Limits

ENCODED_REACH = 4
"""Digits of an encoding that may stand for a character; in hexadecimal of UTF-16 it is four."""
TYPICAL = b"webhook_secret = "
"""What asks for most of what detection is made of, and holds nothing."""
REMEMBERED = 50_000
"""Windows that are kept in mind: those of a few files that are about webhooks from end to end."""
BEFORE_KEY = 400
"""Bytes in front of the end of a key's beginning that hold it, though its prefix be split."""
DIGEST = 16
"""Bytes that stand for the text of a window, which would take a thousand times as many."""

_Window = tuple[TextTopics, str, bytes]
"""What the rest speaks of, the encoding, the digest of the text."""


class WindowScreener:
    """Looks into one object after the other. Travels to other processes as a pickle."""

    def __init__(
        self, detector: Detector, prefilter: CluePrefilter, limits: Limits | None = None
    ) -> None:
        self._detector = detector
        self._prefilter = prefilter
        self._known: dict[_Window, ScreenVerdict] = {}
        self._keyless: set[tuple[str, bytes]] = set()
        self._widened = widened_prefilter(prefilter, detector)
        self._limits = limits or Limits()

    @property
    def reach(self) -> Span | None:
        """What ``look`` says of content without any clue."""
        return (BEFORE, AFTER) if self._detector.custom is None else None

    def prepare(self) -> None:
        """Compiles and loads what most histories need, once for all processes that inherit it."""
        self._prefilter.matches(b"")
        if self._detector.custom is not None:
            self._detector.custom.prepare()
        self._sees(decode.views(Blob("", TYPICAL), self._widened, self._limits))

    def screen(self, blob: Blob) -> ScreenResult:
        """What is seen of a blob, and where."""
        result = self._look_for_ours(blob)
        if self._detector.custom is None:
            return result
        theirs = ScreenVerdict.SOMETHING if self._holds_custom(blob) else ScreenVerdict.NOTHING
        return ScreenResult(max(result.verdict, theirs))

    def is_clean(self, text: bytes, zones: Sequence[Span], reach: Span) -> bool:
        """Whether parts of a text hold nothing. False if it has a longer reach, so that more of it
        would have to be seen."""
        ends = self._prefilter.ends(text)
        needed = _reach(text, ends)
        if ends is None or needed is None or needed > reach:
            return False
        in_zones = ends.within(partial(_is_within, zones))
        return not any(seen for _, seen in self._windows(in_zones, Blob("", text), ANY_TOPIC))

    def _holds_custom(self, blob: Blob) -> bool:
        """Custom rules are asked about all of the content, since a match may have any length."""
        custom = self._detector.custom
        if custom is None:
            return False
        if any(True for _ in custom.in_place(blob)):
            return True
        if not (custom.keywords.matches(blob.data) or self._widened.is_encoded(blob.data)):
            return False
        views = decode.views(blob, self._widened, self._limits)
        return any(
            isinstance(view, Problem) or any(True for _ in custom.find(view)) for view in views
        )

    def _look_for_ours(self, blob: Blob) -> ScreenResult:
        if blob.part is not Part.CONTENT:
            is_worth_it = self._prefilter.matches(blob.data)
            return ScreenResult(self._in_full(blob) if is_worth_it else ScreenVerdict.NOTHING)
        ends = self._prefilter.ends(blob.data)
        if (ends is None or ends.packed) and decode.is_tar(blob, self._widened, self._limits):
            return ScreenResult(self._packed(blob))
        if ends is None:
            return ScreenResult(self._in_full(blob))
        found = [(window, seen) for window, seen in self._windows(ends, blob) if seen]
        sight = _most(seen for _, seen in found)
        if ends.packed:
            return ScreenResult(
                sight if sight is ScreenVerdict.SOMETHING else max(sight, self._packed(blob))
            )
        reach = None if sight else _reach(blob.data, ends)
        return ScreenResult(sight, tuple(window for window, _ in found), reach)

    def _packed(self, blob: Blob) -> ScreenVerdict:
        """What the members of an archive hold."""
        return _most(
            ScreenVerdict.UNREAD if isinstance(member, Problem) else self._member(Blob("", member))
            for member in decode.packed(blob, self._widened, self._limits)
        )

    def _member(self, member: Blob) -> ScreenVerdict:
        ends = self._prefilter.ends(member.data)
        return self._in_full(member) if ends is None else self._around(ends, member)

    def _in_full(self, blob: Blob) -> ScreenVerdict:
        return self._sees(decode.views(blob, self._widened, self._limits))

    def _around(self, ends: Ends, blob: Blob) -> ScreenVerdict:
        return _most(seen for _, seen in self._windows(ends, blob))

    def _windows(
        self, ends: Ends, blob: Blob, rest: TextTopics | None = None
    ) -> Iterator[tuple[Span, ScreenVerdict]]:
        """What is seen around these clues. ``rest``: what the rest of the text speaks of, if that
        is not to be found out from the blob."""
        keys = (end for end in ends.keys if self._may_be_key(blob, end))
        windows = around(blob.data, chain(ends.plain, keys))
        for window in chain(windows, around(blob.data, ends.encoded, ENCODED_REACH)):
            if self._within(blob, *window, ANY_TOPIC):
                if rest is None:
                    rest = topics_of(decode.view_of(blob).text)
                yield window, self._within(blob, *window, rest)

    def _may_be_key(self, blob: Blob, end: int) -> bool:
        """Whether what begins like a key may be one: to see that takes less than all around it."""
        start, stop = max(0, end - BEFORE_KEY), end + AFTER
        part = decode.encoding_of(blob.data), _digest(blob.data[start:stop])
        if part in self._keyless:
            return False
        view = decode.window_of(blob, start, stop, ANY_TOPIC)
        if not decode.is_bare(view, self._widened) or self._detector.may_hold_key(view):
            return True
        if len(self._keyless) >= REMEMBERED:
            self._keyless.clear()
        self._keyless.add(part)
        return False

    def _within(self, blob: Blob, start: int, end: int, rest: TextTopics) -> ScreenVerdict:
        window = rest, decode.encoding_of(blob.data), _digest(blob.data[start:end])
        seen = self._known.get(window)
        if seen is None:
            seen = self._sees(
                decode.views_between(blob, start, end, rest, self._widened, self._limits)
            )
            if not blob.places:  # else its name tells how to read it
                self._remember(window, seen)
        return seen

    def _sees(self, views: Iterable[View | Problem]) -> ScreenVerdict:
        return _most(map(self._sees_in, views))

    def _sees_in(self, view: View | Problem) -> ScreenVerdict:
        if isinstance(view, Problem):
            return ScreenVerdict.UNREAD
        found = any(True for _ in self._detector.detect(view))
        return ScreenVerdict.SOMETHING if found else ScreenVerdict.NOTHING

    def _remember(self, window: _Window, seen: ScreenVerdict) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[window] = seen


def _digest(text: bytes) -> bytes:
    from hashlib import blake2b  # most runs see no clue

    return blake2b(text, digest_size=DIGEST).digest()


def _most(sights: Iterable[ScreenVerdict]) -> ScreenVerdict:
    """The most that was seen; once it is something, there is no need to go on."""
    most = ScreenVerdict.NOTHING
    for seen in sights:
        most = max(most, seen)
        if most is ScreenVerdict.SOMETHING:
            break
    return most


def _reach(data: bytes, ends: Ends | None) -> Span | None:
    """How many characters behind a change, and in front of it, the windows around clues take."""
    if ends is None or ends.packed or b"\0" in data:
        return None
    return (BEFORE * ENCODED_REACH, AFTER * ENCODED_REACH) if ends.encoded else (BEFORE, AFTER)


def _is_within(zones: Sequence[Span], position: int) -> bool:
    before = bisect_right(zones, position, key=itemgetter(0))
    return before > 0 and position <= zones[before - 1][1]
