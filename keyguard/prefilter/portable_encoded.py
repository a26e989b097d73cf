"""Finds the clues of what is encoded or packed, with expressions of the standard library."""

from __future__ import annotations

import re
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
    """Looks for what is packed, and for the encoded clues of one key format."""

    def __init__(self, key_format: KeyFormat) -> None:
        self._archive = b"|".join(archive_clues())
        self._file = b"|".join((*archive_clues(), *beginning_clues()))
        self._in_text = b"|".join(archive_in_text_clues())
        self._checks = ByteChecks(key_format)
        self._digits = b"|".join(first_digits(key_format))
        self._clues: dict[str, list[EncodedClue]] = {
            each.name: list(load(each.clues)(key_format)) for each in ENCODINGS if each.clues
        }

    def is_archive(self, data: bytes) -> bool:
        """Whether the content is an archive, by the look of it."""
        return re.search(self._archive, data, re.DOTALL) is not None

    def is_archive_file(self, data: bytes) -> bool:
        """The same of what is content for itself."""
        return re.search(self._file, data, re.DOTALL) is not None

    def holds_archive(self, data: bytes) -> bool:
        """Whether text holds an archive in base64, by the look of it."""
        return may_hold_archive(data) and re.search(self._in_text, data) is not None

    def in_digits(self, data: bytes) -> Iterator[int]:
        """Where the first digits of keys end."""
        if self._checks.may_hold_digits(data):
            yield from (found.end() for found in re.finditer(self._digits, data))
        yield from self._checks.split_digits(data)

    def spelt(self, lowered: bytes, encodings: Iterable[Encoding]) -> list[int] | None:
        """Where clues of these end in content in lower case; None if all of it has to be seen."""
        ends: list[int] = []
        near: dict[bytes, list[re.Pattern[bytes]]] = {}
        for encoding in encodings:
            for clue in self._clues.get(encoding.name, ()):
                for introducer in clue.introducers:
                    near.setdefault(introducer, []).append(re.compile(clue.pattern))
                if clue.introducers or clue.word not in lowered:
                    continue
                found = [each.end() for each in re.finditer(clue.pattern, lowered)]
                if found and clue.whole:
                    return None
                ends += found
        return ends + [end for each in near.items() for end in _near(lowered, *each)]


def _near(lowered: bytes, introducer: bytes, patterns: list[re.Pattern[bytes]]) -> Iterator[int]:
    """Where clues end that something of this form introduces."""
    places = [begun.start() for begun in re.finditer(introducer, lowered)]
    is_sparse = len(places) * REACH < len(lowered)
    for pattern in patterns:
        next_clue = -1  # where the first one behind the last place begins
        for position in places:
            if next_clue < position and not is_sparse:
                following = pattern.search(lowered, position)
                if following is None:
                    break
                next_clue = following.start()
            if next_clue >= position + REACH:
                continue
            begin = max(next_clue, position)
            found = pattern.search(lowered, begin, position + REACH) or pattern.match(
                lowered, position
            )
            if found:
                yield found.end()


encoded_matcher = lru_cache(maxsize=4)(EncodedMatcher)
