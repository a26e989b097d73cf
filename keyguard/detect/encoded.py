"""Finds the clues of what is encoded or packed, with expressions of the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from keyguard.detect.encoded_clues import first_digits, packed_clues
from keyguard.detect.escape_clues import INTRODUCER, REACH, escape_clues
from keyguard.detect.hints import Hints, may_be_packed, may_hold_dump
from keyguard.detect.listed_clues import DUMP, listed_clues
from keyguard.settings import KeyFormat

_INTRODUCERS = (b"%", b"\\", b"&")


class EncodedMatcher:
    """Looks for what is packed, and for the escaped clues of one key format."""

    def __init__(self, key_format: KeyFormat) -> None:
        self._packed = b"|".join(packed_clues())
        self._hints = Hints(key_format)
        self._digits = b"|".join(first_digits(key_format))
        self._escapes = escape_clues(key_format)
        self._lists = tuple(listed_clues(key_format))

    def is_packed(self, data: bytes) -> bool:
        """Whether the content is an archive or a dump, or holds one, by the look of it."""
        return (may_be_packed(data) and re.search(self._packed, data, re.DOTALL) is not None) or (
            may_hold_dump(data) and re.search(DUMP, data) is not None
        )

    def in_digits(self, data: bytes) -> Iterator[int]:
        """Where the first digits of keys end."""
        if self._hints.may_hold_digits(data):
            yield from (found.end() for found in re.finditer(self._digits, data))
        yield from self._hints.split_digits(data)

    def in_escapes(self, lowered: bytes) -> Iterator[int]:
        """Where escaped clues end in content that is given in lower case."""
        introducer = re.compile(INTRODUCER)
        for pattern in (clue.pattern for clue in self._escapes if not clue.word):
            clue = re.compile(pattern)
            for position in _positions(lowered):
                if introducer.match(lowered, position):
                    found = clue.search(lowered, position, position + REACH) or clue.match(
                        lowered, position
                    )
                    if found:
                        yield found.end()
        listed = self._hints.may_be_listed(lowered)
        for pattern, word in (*self._escapes, *(self._lists if listed else ())):
            if word and word in lowered:
                yield from (found.end() for found in re.finditer(pattern, lowered))


encoded_matcher = lru_cache(maxsize=4)(EncodedMatcher)


def _positions(data: bytes) -> Iterator[int]:
    """Where escapes may begin: searching for bytes is several times as fast as an expression."""
    for character in _INTRODUCERS:
        position = data.find(character)
        while position >= 0:
            yield position
            position = data.find(character, position + 1)
