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
from keyguard.detect import Detector, Prefilter, spoken_of, widened
from keyguard.detect.prefilter import Ends
from keyguard.detect.windows import AFTER, BEFORE, around
from keyguard.model import ANYTHING, Blob, Glimpse, Part, Problem, Rest, Sight, Span, View
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

_Window = tuple[Rest, str, bytes]
"""What the rest speaks of, the encoding, the digest of the text."""


class Glance:
    """Looks into one object after the other. Travels to other processes as a pickle."""

    def __init__(
        self, detector: Detector, prefilter: Prefilter, limits: Limits | None = None
    ) -> None:
        self._detector = detector
        self._prefilter = prefilter
        self._known: dict[_Window, Sight] = {}
        self._keyless: set[tuple[str, bytes]] = set()
        self._worth = widened(prefilter, detector)
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
        self._sees(decode.views(Blob("", TYPICAL), self._worth, self._limits))

    def look(self, blob: Blob) -> Glimpse:
        """What is seen of a blob, and where."""
        glimpse = self._look_for_ours(blob)
        if self._detector.custom is None:
            return glimpse
        theirs = Sight.SOMETHING if self._holds_custom(blob) else Sight.NOTHING
        return Glimpse(max(glimpse.sight, theirs))

    def is_clean(self, text: bytes, zones: Sequence[Span], reach: Span) -> bool:
        """Whether parts of a text hold nothing. False if it has a longer reach, so that more of it
        would have to be seen."""
        ends = self._prefilter.ends(text)
        needed = _reach(text, ends)
        if ends is None or needed is None or needed > reach:
            return False
        in_zones = ends.within(partial(_is_within, zones))
        return not any(seen for _, seen in self._windows(in_zones, Blob("", text), ANYTHING))

    def _holds_custom(self, blob: Blob) -> bool:
        """Custom rules are asked about all of the content, since a match may have any length."""
        custom = self._detector.custom
        if custom is None:
            return False
        if any(True for _ in custom.in_place(blob)):
            return True
        if not (custom.keywords.matches(blob.data) or self._worth.is_encoded(blob.data)):
            return False
        views = decode.views(blob, self._worth, self._limits)
        return any(
            isinstance(view, Problem) or any(True for _ in custom.find(view)) for view in views
        )

    def _look_for_ours(self, blob: Blob) -> Glimpse:
        if blob.part is not Part.CONTENT:
            is_worth_it = self._prefilter.matches(blob.data)
            return Glimpse(self._in_full(blob) if is_worth_it else Sight.NOTHING)
        ends = self._prefilter.ends(blob.data)
        if (ends is None or ends.packed) and decode.is_tar(blob, self._worth, self._limits):
            return Glimpse(self._packed(blob))
        if ends is None:
            return Glimpse(self._in_full(blob))
        found = [(window, seen) for window, seen in self._windows(ends, blob) if seen]
        sight = _most(seen for _, seen in found)
        if ends.packed:
            return Glimpse(sight if sight is Sight.SOMETHING else max(sight, self._packed(blob)))
        reach = None if sight else _reach(blob.data, ends)
        return Glimpse(sight, tuple(window for window, _ in found), reach)

    def _packed(self, blob: Blob) -> Sight:
        """What the members of an archive hold."""
        return _most(
            Sight.UNREAD if isinstance(member, Problem) else self._member(Blob("", member))
            for member in decode.packed(blob, self._worth, self._limits)
        )

    def _member(self, member: Blob) -> Sight:
        ends = self._prefilter.ends(member.data)
        return self._in_full(member) if ends is None else self._around(ends, member)

    def _in_full(self, blob: Blob) -> Sight:
        return self._sees(decode.views(blob, self._worth, self._limits))

    def _around(self, ends: Ends, blob: Blob) -> Sight:
        return _most(seen for _, seen in self._windows(ends, blob))

    def _windows(
        self, ends: Ends, blob: Blob, rest: Rest | None = None
    ) -> Iterator[tuple[Span, Sight]]:
        """What is seen around these clues. ``rest``: what the rest of the text speaks of, if that
        is not to be found out from the blob."""
        keys = (end for end in ends.keys if self._may_be_key(blob, end))
        windows = around(blob.data, chain(ends.plain, keys))
        for window in chain(windows, around(blob.data, ends.encoded, ENCODED_REACH)):
            if self._within(blob, *window, ANYTHING):
                if rest is None:
                    rest = spoken_of(decode.view_of(blob).text)
                yield window, self._within(blob, *window, rest)

    def _may_be_key(self, blob: Blob, end: int) -> bool:
        """Whether what begins like a key may be one: to see that takes less than all around it."""
        start, stop = max(0, end - BEFORE_KEY), end + AFTER
        part = decode.encoding_of(blob.data), _digest(blob.data[start:stop])
        if part in self._keyless:
            return False
        view = decode.excerpt_of(blob, start, stop, ANYTHING)
        if not decode.is_bare(view, self._worth) or self._detector.may_hold_key(view):
            return True
        if len(self._keyless) >= REMEMBERED:
            self._keyless.clear()
        self._keyless.add(part)
        return False

    def _within(self, blob: Blob, start: int, end: int, rest: Rest) -> Sight:
        window = rest, decode.encoding_of(blob.data), _digest(blob.data[start:end])
        seen = self._known.get(window)
        if seen is None:
            seen = self._sees(decode.excerpt(blob, start, end, rest, self._worth, self._limits))
            if not blob.places:  # else its name tells how to read it
                self._remember(window, seen)
        return seen

    def _sees(self, views: Iterable[View | Problem]) -> Sight:
        return _most(map(self._sees_in, views))

    def _sees_in(self, view: View | Problem) -> Sight:
        if isinstance(view, Problem):
            return Sight.UNREAD
        found = any(True for _ in self._detector.detect(view))
        return Sight.SOMETHING if found else Sight.NOTHING

    def _remember(self, window: _Window, seen: Sight) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[window] = seen


def _digest(text: bytes) -> bytes:
    from hashlib import blake2b  # most runs see no clue

    return blake2b(text, digest_size=DIGEST).digest()


def _most(sights: Iterable[Sight]) -> Sight:
    """The most that was seen; once it is something, there is no need to go on."""
    most = Sight.NOTHING
    for seen in sights:
        most = max(most, seen)
        if most is Sight.SOMETHING:
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
