"""Whether content holds anything: asked only around its clues, and never twice of the same text.

Versions of a file differ in few lines. What stands around the clues in one stands around them in
most others, so a history is looked through at the cost of what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from keyguard import decode
from keyguard.detect import Detector, Prefilter, widened
from keyguard.detect.windows import around
from keyguard.model import Blob, Part, Problem, View
from keyguard.settings import Limits

ENCODED_REACH = 4
"""Digits of an encoding that may stand for a character; in hexadecimal of UTF-16 it is four."""
REMEMBERED = 8 * 1024 * 1024
"""Bytes of text that are kept in mind."""


class Glance:
    """Looks into one object after the other. Travels to other processes as a pickle."""

    def __init__(
        self, detector: Detector, prefilter: Prefilter, limits: Limits | None = None
    ) -> None:
        self._detector = detector
        self._prefilter = prefilter
        self._known: dict[tuple[str, bytes], bool] = {}
        self._worth = widened(prefilter, detector)
        self._limits = limits or Limits()
        self._remembered = 0

    def holds_something(self, blob: Blob) -> bool:
        """Whether there is any sighting in a blob, or anything that can't be told."""
        return self._holds_ours(blob) or self._holds_custom(blob)

    def _holds_custom(self, blob: Blob) -> bool:
        """Custom rules are asked about all of the content, since a match may have any length."""
        custom = self._detector.custom
        if custom is None:
            return False
        if any(True for _ in custom.in_place(blob)):
            return True
        if not (custom.keywords.matches(blob.data) or self._prefilter.is_encoded(blob.data)):
            return False
        views = decode.views(blob, self._worth, self._limits)
        return any(
            isinstance(view, Problem) or any(True for _ in custom.find(view)) for view in views
        )

    def _holds_ours(self, blob: Blob) -> bool:
        ends = self._prefilter.ends(blob.data)
        if ends is None or blob.part is not Part.CONTENT:
            return self._sees(decode.views(blob, self._worth, self._limits))
        if not (ends.plain or ends.encoded):
            return False
        encoding = decode.encoding_of(blob.data)
        windows = around(blob.data, ends.plain)
        for start, end in chain(windows, around(blob.data, ends.encoded, ENCODED_REACH)):
            text = encoding, blob.data[start:end]
            holds = self._known.get(text)
            if holds is None:
                holds = self._sees(decode.excerpt(blob, start, end, self._worth, self._limits))
                if not blob.places:  # else its name tells how to read it
                    self._remember(text, holds)
            if holds:
                return True
        return False

    def _sees(self, views: Iterable[View | Problem]) -> bool:
        return any(
            isinstance(view, Problem) or any(True for _ in self._detector.detect(view))
            for view in views
        )

    def _remember(self, text: tuple[str, bytes], holds: bool) -> None:
        if self._remembered > REMEMBERED:
            self._known.clear()
            self._remembered = 0
        self._known[text] = holds
        self._remembered += len(text[1])
