"""Finds the clues of what is encoded or packed, with expressions of the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from keyguard.prefilter.byte_checks import ByteChecks, may_hold_archive, may_hold_dump
from keyguard.prefilter.char_code_clues import DUMP, listed_clues
from keyguard.prefilter.encoded_clues import archive_clues, archive_in_text_clues, first_digits
from keyguard.prefilter.escape_clues import INTRODUCERS, REACH, escape_clues
from keyguard.settings import KeyFormat


class EncodedMatcher:
    """Looks for what is packed, and for the escaped clues of one key format."""

    def __init__(self, key_format: KeyFormat) -> None:
        self._archive = b"|".join(archive_clues())
        self._in_text = b"|".join(archive_in_text_clues())
        self._checks = ByteChecks(key_format)
        self._digits = b"|".join(first_digits(key_format))
        self._escapes = escape_clues(key_format)
        self._lists = tuple(listed_clues(key_format))

    def is_archive(self, data: bytes) -> bool:
        """Whether the content is an archive, by the look of it."""
        return re.search(self._archive, data, re.DOTALL) is not None

    def holds_packed(self, data: bytes) -> bool:
        """Whether text holds an archive in base64, or a dump, by the look of it."""
        return (may_hold_archive(data) and re.search(self._in_text, data) is not None) or (
            may_hold_dump(data) and re.search(DUMP, data) is not None
        )

    def in_digits(self, data: bytes) -> Iterator[int]:
        """Where the first digits of keys end."""
        if self._checks.may_hold_digits(data):
            yield from (found.end() for found in re.finditer(self._digits, data))
        yield from self._checks.split_digits(data)

    def in_escapes(self, lowered: bytes) -> Iterator[int]:
        """Where escaped clues end in content that is given in lower case."""
        clues = [re.compile(clue.pattern) for clue in self._escapes if not clue.word]
        for introducer in INTRODUCERS:
            for begun in re.finditer(introducer, lowered):
                position = begun.start()
                for clue in clues:
                    found = clue.search(lowered, position, position + REACH) or clue.match(
                        lowered, position
                    )
                    if found:
                        yield found.end()
        listed = self._checks.may_be_listed(lowered)
        for pattern, word in (*self._escapes, *(self._lists if listed else ())):
            if word and word in lowered:
                yield from (found.end() for found in re.finditer(pattern, lowered))


encoded_matcher = lru_cache(maxsize=4)(EncodedMatcher)
