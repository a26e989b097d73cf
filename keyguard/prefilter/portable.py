"""Looks for clues with nothing but the standard library, and starts at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from keyguard.prefilter.byte_checks import ByteChecks, has_run, may_be_archive
from keyguard.prefilter.clue_kinds import ANY_CLUE, ClueKinds
from keyguard.prefilter.clues import (
    CLUES,
    VENDOR_ANCHORS,
    VENDOR_KEY,
    key_probe,
    key_rest,
    split_tails,
    vendor_clues,
)
from keyguard.prefilter.ends import Ends
from keyguard.settings import KeyFormat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.encodings.table import Encoding
    from keyguard.prefilter.base_n import RunMatcher
    from keyguard.prefilter.coded_runs import CodedRuns

_PATTERNS = {
    word: [each.from_word for each in CLUES if each.word == word]
    for word in dict.fromkeys(each.word for each in CLUES)
}
_ANCHORS = [anchor.encode() for anchor in VENDOR_ANCHORS]
_BEFORE, _BEHIND = 2, 160
"""Bytes around the rest of a prefix that is in two pieces: the expression for a key begins in those
before it, and ends in those behind it."""


class PortableMatcher:
    """Searches for one substring of each clue before any expression is tried, or even compiled."""

    def __init__(self, key_format: KeyFormat, *, thorough: bool = True) -> None:
        self._key_format = key_format
        self._thorough = thorough
        rest = key_rest(key_format)
        prefixes = [prefix.encode() for prefix, _ in key_format.prefixes]
        self._keys_of = {
            prefix: re.compile(re.escape(prefix) + b"(?=(" + rest + b"))") for prefix in prefixes
        }
        tails = [tail.encode() for tail in split_tails(key_format)]
        self._tails = [quote + tail for tail in tails for quote in (b'"', b"'", b"`", b"\n")]
        self._key = re.compile(key_probe(key_format))
        self._checks = ByteChecks(key_format)
        self._runs: RunMatcher | None = None
        self._coded: CodedRuns | None = None

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        lowered = data.lower()
        return any(True for _ in self._plain(data, lowered)) or self._is_encoded(data, lowered)

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        """The positions of the joined texts that may have a clue."""
        from keyguard.prefilter.together import parted

        return parted(joined, starts, self.matches)

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""
        lowered = data.lower()
        if self._holds_wide_clue(data):
            return None
        in_encoded = _all_of(self._encoded(data, lowered))
        if in_encoded is None:
            return None
        keys, named = list(self._keys(data)), list(_named(lowered))
        return Ends(keys, named, in_encoded, self._is_archive(data))

    def clue_kinds(self, data: bytes) -> ClueKinds:
        """The kinds of clues that may be there; looking for each would take longer."""
        return ANY_CLUE

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue to something encoded or packed."""
        return self._is_encoded(data, data.lower())

    def is_known_run(self, data: bytes) -> bool:
        """Whether ``data`` is a run of digits that was looked into before and has a clue."""
        return self._runs is not None and self._runs.is_known_to_hold(data)

    def _is_worth_a_look(self, text: bytes) -> bool:
        """Whether there is any clue in what can be no archive."""
        lowered = text.lower()
        found = chain(self._plain(text, lowered), self._encoded(text, lowered))
        return any(True for _ in found)

    def _holds_wide_clue(self, data: bytes) -> bool:
        if not _is_wide(data):
            return False
        from keyguard.prefilter.wide import narrowed

        return self._is_worth_a_look(narrowed(data))

    def _is_encoded(self, data: bytes, lowered: bytes) -> bool:
        return _is_wide(data) or self._holds_encoded(data, lowered) or self._is_archive(data)

    def _encoded(self, data: bytes, lowered: bytes) -> Iterator[int | None]:
        """Where clues of what is encoded end; None if they can be anywhere."""
        hinted = list(self._checks.hinted(lowered))
        if not hinted and not self._checks.may_hold_runs(data):
            return
        yield from self._outside_runs(data, lowered, hinted)
        if self._may_have_runs(data):
            inside = self._run_matcher().ends(data)
            yield from (None,) if inside is None else inside

    def _holds_encoded(self, data: bytes, lowered: bytes) -> bool:
        hinted = list(self._checks.hinted(lowered))
        if not hinted and not self._checks.may_hold_runs(data):
            return False
        if any(True for _ in self._outside_runs(data, lowered, hinted)):
            return True
        return self._may_have_runs(data) and self._run_matcher().holds_any(data)

    def _outside_runs(
        self, data: bytes, lowered: bytes, hinted: Iterable[Encoding]
    ) -> Iterator[int | None]:
        from keyguard.prefilter.portable_encoded import (
            encoded_matcher,  # most content has no hint of it
        )

        encoded = encoded_matcher(self._key_format)
        if encoded.holds_archive(data):
            yield None
        with_runs: list[Encoding] = []
        others: list[Encoding] = []
        for each in hinted:
            may_run = each.run and re.search(each.run, data)
            (with_runs if may_run else others).append(each)
        yield from encoded.spelt(lowered, others)
        if with_runs:
            spelt = (end for end in encoded.spelt(lowered, with_runs) if end is not None)
            yield from self._coded_runs().ends(data, spelt)
        yield from encoded.in_digits(data)

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

    def _coded_runs(self) -> CodedRuns:
        if self._coded is None:
            from keyguard.prefilter.coded_runs import CodedRuns

            self._coded = CodedRuns(self.matches)
        return self._coded

    def _may_have_runs(self, data: bytes) -> bool:
        return has_run(data, self._checks.run_length)

    def _look(self, text: bytes) -> list[int] | None:
        """Where clues end in what was decoded."""
        lowered = text.lower()
        if self._is_decoded_archive(text):
            return None
        outside = _all_of(self._outside_runs(text, lowered, self._checks.hinted(lowered)))
        return None if outside is None else [*self._plain(text, lowered), *outside]

    def _sure(self, text: bytes) -> list[int]:
        from keyguard.encodings.base_n_clues import sure_clues

        return list(_ends(sure_clues(self._key_format), text))

    def _plain(self, data: bytes, lowered: bytes) -> Iterator[int]:
        yield from self._keys(data)
        yield from _named(lowered)

    def _keys(self, data: bytes) -> Iterator[int]:
        """Where keys end, or their first pieces: each of them, though one be within another."""
        for prefix, pattern in self._keys_of.items():
            first = data.find(prefix)
            if first >= 0:
                yield from (found.end(1) for found in pattern.finditer(data, first))
        for tail in self._tails:
            position = data.find(tail)
            while position >= 0:
                end = position + len(tail) + _BEHIND
                for begin in range(max(0, position - _BEFORE), position + 1):
                    if found := self._key.match(data, begin, end):
                        yield found.end()
                position = data.find(tail, position + 1)


def _all_of(found: Iterable[int | None]) -> list[int] | None:
    """Where clues end; None if they can be anywhere."""
    ends: list[int] = []
    for end in found:
        if end is None:
            return None
        ends.append(end)
    return ends


def _is_wide(data: bytes) -> bool:
    if b"\0" not in data:
        return False
    from keyguard.prefilter.wide import is_wide  # for which most content is no reason

    return is_wide(data)


def _named(lowered: bytes) -> Iterator[int]:
    """Where all other clues end."""
    for word, patterns in _PATTERNS.items():
        if word in lowered:
            for pattern in patterns:
                yield from _ends(pattern, lowered)
    if _may_hold_vendor_key(lowered):
        for word, pattern in _vendor_patterns():
            if word in lowered:
                yield from _ends(pattern, lowered)


@cache
def _vendor_patterns() -> list[tuple[bytes, bytes]]:
    """An expression a word: most begin with the few that keys of many vendors do."""
    words = dict.fromkeys(each.word for each in vendor_clues())
    return [
        (word, b"|".join(each.pattern for each in vendor_clues() if each.word == word))
        for word in words
    ]


def _may_hold_vendor_key(lowered: bytes) -> bool:
    for anchor in _ANCHORS:
        position = lowered.find(anchor)
        while position >= 0:
            if re.compile(VENDOR_KEY).match(lowered, position):
                return True
            position = lowered.find(anchor, position + 1)
    return False


def _ends(pattern: bytes, data: bytes) -> Iterable[int]:
    return (match.end() for match in re.finditer(pattern, data))
