"""Finds clues to encoded and packed content, with expressions of the standard library."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from keyguard.encodings.base_n_clues import first_digits
from keyguard.encodings.clue import REACH, EncodedClue
from keyguard.encodings.table import ENCODINGS, Encoding
from keyguard.model.entry_point import load
from keyguard.prefilter.byte_checks import ByteChecks, may_hold_archive
from keyguard.prefilter.format_clues import archive_clues, archive_in_text_clues, beginning_clues
from keyguard.settings import KeyFormat


class EncodedMatcher:
    """Looks for packed content, and for the encoded clues of one key format."""

    def __init__(self, key_format: KeyFormat) -> None:
        self._archive = b"|".join(archive_clues())
        self._file = b"|".join((*archive_clues(), *beginning_clues()))
        self._in_text = b"|".join(archive_in_text_clues())
        self._checks = ByteChecks(key_format)
        self._digits = re.compile(b"|".join(first_digits(key_format)))
        self._clues: dict[str, list[EncodedClue]] = {
            each.name: list(load(each.clues)(key_format)) for each in ENCODINGS if each.clues
        }

    def is_archive(self, data: bytes) -> bool:
        """Whether content seems to be, or to have in it, an archive."""
        return re.search(self._archive, data, re.DOTALL) is not None

    def is_archive_file(self, data: bytes) -> bool:
        """Whether all of a file may be an archive: by its beginning as well."""
        return re.search(self._file, data, re.DOTALL) is not None

    def holds_archive(self, data: bytes) -> bool:
        """Whether text seems to have an archive in digits."""
        return may_hold_archive(data) and re.search(self._in_text, data) is not None

    def in_digits(self, data: bytes) -> Iterator[int]:
        """Where the first digits of keys end."""
        for span in self._checks.around_digits(data):
            yield from (found.end() for found in self._digits.finditer(data, *span))
        yield from self._checks.split_digits(data)

    def spelt(self, lowered: bytes, encodings: Iterable[Encoding]) -> Iterator[int | None]:
        """Where clues of these encodings end in lower-case content; None if all of it must be seen.

        A run by itself is no clue: ``CodedRuns`` looks into it.
        """
        near: dict[bytes, list[re.Pattern[bytes]]] = {}
        for encoding in encodings:
            for clue in (each for each in self._clues.get(encoding.name, ()) if not each.in_run):
                for introducer in clue.introducers:
                    near.setdefault(introducer, []).append(re.compile(clue.pattern))
                if clue.introducers or clue.word not in lowered:
                    continue
                for found in re.finditer(clue.pattern, lowered):
                    yield None if clue.whole else found.end()
        for introducer, patterns in near.items():
            yield from _near(lowered, introducer, patterns)


def _near(lowered: bytes, introducer: bytes, patterns: list[re.Pattern[bytes]]) -> Iterator[int]:
    """Where clues end that something of this form introduces."""
    places = [begun.start() for begun in re.finditer(introducer, lowered)]
    if len(places) * REACH <= len(lowered):
        yield from _near_few(lowered, places, patterns)
        return
    for pattern in patterns:
        clue = pattern.search(lowered, places[0])
        while clue is not None:
            begin, end = clue.span()
            first = bisect_left(places, min(begin, end - REACH))
            if introduced := first < len(places) and places[first] <= begin:
                yield end
            clue = pattern.search(lowered, end if introduced else begin + 1)


def _near_few(
    lowered: bytes, places: list[int], patterns: list[re.Pattern[bytes]]
) -> Iterator[int]:
    """Where introduced clues end, most of the content being left out: little introduces any."""
    for pattern in patterns:
        for position in places:
            if found := _in_reach(lowered, position, pattern):
                yield found.end()


def _in_reach(lowered: bytes, position: int, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
    within = pattern.search(lowered, position, position + REACH)
    return within or pattern.match(lowered, position)


encoded_matcher = lru_cache(maxsize=4)(EncodedMatcher)
