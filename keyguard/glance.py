"""Whether content holds anything: asked only around its clues, and never twice of the same text.

Versions of a file differ in few lines. What stands around the clues in one stands around them in
most others, so a history is looked through at the cost of what changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter

from keyguard import decode
from keyguard.detect import Detector, Prefilter, spoken_of, widened
from keyguard.detect.prefilter import Ends
from keyguard.detect.windows import AFTER, BEFORE, around
from keyguard.model import ANYTHING, Blob, Part, Problem, Rest, View
from keyguard.settings import Limits

ENCODED_REACH = 4
"""Digits of an encoding that may stand for a character; in hexadecimal of UTF-16 it is four."""
TYPICAL = b"webhook_secret = "
"""What asks for most of what detection is made of, and holds nothing."""
REMEMBERED = 8 * 1024 * 1024
"""Bytes of text that are kept in mind."""

_Window = tuple[Rest, str, bytes]
"""What the rest speaks of, the encoding, the text."""


class Glance:
    """Looks into one object after the other. Travels to other processes as a pickle."""

    def __init__(
        self, detector: Detector, prefilter: Prefilter, limits: Limits | None = None
    ) -> None:
        self._detector = detector
        self._prefilter = prefilter
        self._known: dict[_Window, bool] = {}
        self._worth = widened(prefilter, detector)
        self._limits = limits or Limits()
        self._remembered = 0

    @property
    def reach(self) -> tuple[int, int] | None:
        """What ``look`` says of content without any clue."""
        return (BEFORE, AFTER) if self._detector.custom is None else None

    def prepare(self) -> None:
        """Compiles and loads what most histories need, once for all processes that inherit it."""
        self._prefilter.matches(b"")
        self._sees(decode.views(Blob("", TYPICAL), self._worth, self._limits))

    def holds_something(self, blob: Blob) -> bool:
        """Whether there is any sighting in a blob, or anything that can't be told."""
        return self.look(blob)[0]

    def look(self, blob: Blob) -> tuple[bool, tuple[int, int] | None]:
        """The same; and how many characters behind a change to the blob, and in front of it,
        can hold something by it. None if that can be all of them."""
        holds, reach = self._look_for_ours(blob)
        if self._detector.custom is not None:
            return holds or self._holds_custom(blob), None
        return holds, None if holds else reach

    def is_clean(
        self, text: bytes, zones: Sequence[tuple[int, int]], reach: tuple[int, int]
    ) -> bool:
        """Whether parts of a text hold nothing. False if it has a longer reach, so that more of it
        would have to be seen."""
        ends = self._prefilter.ends(text)
        needed = _reach(text, ends)
        if ends is None or needed is None or needed > reach:
            return False
        plain, encoded = (
            [end for end in each if _is_within(zones, end)] for each in (ends.plain, ends.encoded)
        )
        in_zones = Ends(plain, encoded)
        return not self._holds_around(in_zones, Blob("", text), is_whole=False)

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

    def _look_for_ours(self, blob: Blob) -> tuple[bool, tuple[int, int] | None]:
        ends = self._prefilter.ends(blob.data)
        if ends is None or blob.part is not Part.CONTENT:
            return self._sees(decode.views(blob, self._worth, self._limits)), None
        if ends.packed and self._holds_packed(blob):
            return True, None
        return self._holds_around(ends, blob), _reach(blob.data, ends)

    def _holds_packed(self, blob: Blob) -> bool:
        """Whether a member of an archive holds something, or can't be read."""
        for data in decode.packed(blob, self._worth, self._limits):
            if isinstance(data, Problem):
                return True
            member = Blob("", data)
            ends = self._prefilter.ends(data)
            if ends is None:
                holds = self._sees(decode.views(member, self._worth, self._limits))
            else:
                holds = self._holds_around(ends, member)
            if holds:
                return True
        return False

    def _holds_around(self, ends: Ends, blob: Blob, is_whole: bool = True) -> bool:
        """Whether something stands around these clues.

        What may be something, depending on what the rest of the text speaks of, is something if
        the blob is not ``is_whole``.
        """
        if not (ends.plain or ends.encoded):
            return False
        rest: Rest | None = None if is_whole else ANYTHING
        windows = around(blob.data, ends.plain)
        for start, end in chain(windows, around(blob.data, ends.encoded, ENCODED_REACH)):
            if not self._holds_within(blob, start, end, ANYTHING):
                continue
            if rest is None:
                rest = spoken_of(decode.view_of(blob).text)
            if rest == ANYTHING or self._holds_within(blob, start, end, rest):
                return True
        return False

    def _holds_within(self, blob: Blob, start: int, end: int, rest: Rest) -> bool:
        text = rest, decode.encoding_of(blob.data), blob.data[start:end]
        holds = self._known.get(text)
        if holds is None:
            holds = self._sees(decode.excerpt(blob, start, end, rest, self._worth, self._limits))
            if not blob.places:  # else its name tells how to read it
                self._remember(text, holds)
        return holds

    def _sees(self, views: Iterable[View | Problem]) -> bool:
        return any(
            isinstance(view, Problem) or any(True for _ in self._detector.detect(view))
            for view in views
        )

    def _remember(self, text: _Window, holds: bool) -> None:
        if self._remembered > REMEMBERED:
            self._known.clear()
            self._remembered = 0
        self._known[text] = holds
        self._remembered += len(text[-1])


def _reach(data: bytes, ends: Ends | None) -> tuple[int, int] | None:
    """How many characters behind a change, and in front of it, the windows around clues take."""
    if ends is None or ends.packed or b"\0" in data:
        return None
    return (BEFORE * ENCODED_REACH, AFTER * ENCODED_REACH) if ends.encoded else (BEFORE, AFTER)


def _is_within(zones: Sequence[tuple[int, int]], position: int) -> bool:
    before = bisect_right(zones, position, key=itemgetter(0))
    return before > 0 and position <= zones[before - 1][1]
