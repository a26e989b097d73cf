"""Looks for clues with nothing but the standard library, and starts at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from keyguard.prefilter.byte_checks import ByteChecks, has_run, may_be_archive
from keyguard.prefilter.clues import (
    CLUES,
    VENDOR_ANCHORS,
    VENDOR_KEY,
    WIDE,
    Ends,
    key_probe,
    narrowed,
    split_tails,
    vendor_clues,
)
from keyguard.settings import KeyFormat

if TYPE_CHECKING:
    from keyguard.encodings.table import Encoding
    from keyguard.prefilter.base_n import RunMatcher

_PATTERNS = {word: [each.pattern for each in CLUES if each.word == word] for word, _ in CLUES}
_ANCHORS = [anchor.encode() for anchor in VENDOR_ANCHORS]
_BEFORE, _BEHIND = 2, 160
"""Bytes around what a key begins with: the expression for one begins in those before it, and ends
in those behind it."""


class PortableMatcher:
    """One substring search a word before any expression is tried, or even compiled."""

    def __init__(self, key_format: KeyFormat, *, thorough: bool = True) -> None:
        self._key_format = key_format
        self._thorough = thorough
        self._prefixes = [prefix.encode() for prefix, _ in key_format.prefixes]
        tails = [tail.encode() for tail in split_tails(key_format)]
        self._prefixes += [quote + tail for tail in tails for quote in (b'"', b"'", b"`", b"\n")]
        self._key = re.compile(key_probe(key_format))
        self._checks = ByteChecks(key_format)
        self._runs: RunMatcher | None = None

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        lowered = data.lower()
        return any(True for _ in self._plain(data, lowered)) or self._is_encoded(data, lowered)

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""
        lowered = data.lower()
        if _is_wide(lowered) and self._is_worth_a_look(narrowed(data)):
            return None
        in_encoded = self._encoded(data, lowered)
        if in_encoded is None:
            return None
        keys, named = list(self._keys(data)), list(_named(lowered))
        return Ends(keys, named, in_encoded, self._is_archive(data))

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue of what is encoded or packed."""
        return self._is_encoded(data, data.lower())

    def _is_worth_a_look(self, text: bytes) -> bool:
        """Whether there is any clue in what can be no archive."""
        lowered = text.lower()
        return any(True for _ in self._plain(text, lowered)) or self._encoded(text, lowered) != []

    def _is_encoded(self, data: bytes, lowered: bytes) -> bool:
        return _is_wide(lowered) or self._encoded(data, lowered) != [] or self._is_archive(data)

    def _encoded(self, data: bytes, lowered: bytes) -> list[int] | None:
        """Where clues of what is encoded end; None if that can be an archive."""
        hinted = list(self._checks.hinted(lowered))
        if not hinted and not self._checks.may_hold_runs(data):
            return []
        outside = self._outside_runs(data, lowered, hinted)
        if outside is None or not self._may_have_runs(data):
            return outside
        inside = self._run_matcher().ends(data)
        return None if inside is None else outside + inside

    def _outside_runs(
        self, data: bytes, lowered: bytes, hinted: Iterable[Encoding]
    ) -> list[int] | None:
        from keyguard.prefilter.portable_encoded import (
            encoded_matcher,  # most content has no hint of it
        )

        encoded = encoded_matcher(self._key_format)
        spelt = None if encoded.holds_archive(data) else encoded.spelt(lowered, hinted)
        return None if spelt is None else [*spelt, *encoded.in_digits(data)]

    def _is_archive(self, data: bytes) -> bool:
        if not may_be_archive(data):
            return False
        from keyguard.prefilter.portable_encoded import encoded_matcher

        return encoded_matcher(self._key_format).is_archive_file(data)

    def _is_decoded_archive(self, data: bytes) -> bool:
        if not may_be_archive(data):
            return False
        from keyguard.prefilter.portable_encoded import encoded_matcher

        return encoded_matcher(self._key_format).is_archive(data)

    def _run_matcher(self) -> RunMatcher:
        if self._runs is None:
            from keyguard.prefilter.base_n import RunMatcher

            short = self._look if self._thorough else self._sure
            self._runs = RunMatcher(self._checks.run_length, self._may_have_runs, self._look, short)
        return self._runs

    def _may_have_runs(self, data: bytes) -> bool:
        return has_run(data, self._checks.run_length)

    def _look(self, text: bytes) -> list[int] | None:
        """Where clues end in what was decoded."""
        lowered = text.lower()
        if self._is_decoded_archive(text):
            return None
        outside = self._outside_runs(text, lowered, self._checks.hinted(lowered))
        return None if outside is None else [*self._plain(text, lowered), *outside]

    def _sure(self, text: bytes) -> list[int]:
        from keyguard.encodings.base_n_clues import sure_clues

        return list(_ends(sure_clues(self._key_format), text))

    def _plain(self, data: bytes, lowered: bytes) -> Iterator[int]:
        yield from self._keys(data)
        yield from _named(lowered)

    def _keys(self, data: bytes) -> Iterator[int]:
        """Where keys end, or their first pieces."""
        for prefix in self._prefixes:
            position = data.find(prefix)
            while position >= 0:
                end = position + len(prefix) + _BEHIND
                for begin in range(max(0, position - _BEFORE), position + 1):
                    if found := self._key.match(data, begin, end):
                        yield found.end()
                position = data.find(prefix, position + 1)


def _named(lowered: bytes) -> Iterator[int]:
    """Where all other clues end."""
    for word, patterns in _PATTERNS.items():
        if word in lowered:
            for pattern in patterns:
                yield from _ends(pattern, lowered)
    if _may_hold_vendor_key(lowered):
        for word, pattern in vendor_clues():
            if word in lowered:
                yield from _ends(pattern, lowered)


def _may_hold_vendor_key(lowered: bytes) -> bool:
    for anchor in _ANCHORS:
        position = lowered.find(anchor)
        while position >= 0:
            if re.compile(VENDOR_KEY).match(lowered, position):
                return True
            position = lowered.find(anchor, position + 1)
    return False


def _is_wide(lowered: bytes) -> bool:
    return b"\0" in lowered and re.search(WIDE, lowered) is not None


def _ends(pattern: bytes, data: bytes) -> Iterable[int]:
    return (match.end() for match in re.finditer(pattern, data))
