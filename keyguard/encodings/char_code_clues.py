"""Clues to a key that is written as a list of characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

_SPACE = r"[\s,;\\]{1,30}"
_PAIR: Callable[[int], str] = "{:02x}".format
_FORMS: tuple[tuple[Callable[[int], str], str], ...] = (
    (str, _SPACE),
    ("0x{:02x}".format, _SPACE),
    (_PAIR, r"[\s:,\\-]{1,30}"),
    (lambda code: f"'{re.escape(chr(code).lower())}'", _SPACE),
    (lambda code: f'"{re.escape(chr(code).lower())}"', _SPACE),
)
"""How a character is written, and the separators, as ``char_codes`` reads them."""
_WIDE_FORMS = tuple(
    (write, nul, space) for (write, space), nul in zip(_FORMS, ("0", "0x00", "00"), strict=False)
)
"""The same of those that are numbers, with a NUL in between."""


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """Prefixes of keys, one character after the other."""
    for prefix, _ in key_format.prefixes:
        codes = [ord(character) for character in prefix]
        for write, space in _FORMS:
            items = [write(code) for code in codes]
            yield EncodedClue(space.join(items).encode(), _word(items))
        for write, nul, space in _WIDE_FORMS:
            items = [write(code) for code in codes]
            yield EncodedClue(f"{space}{nul}{space}".join(items).encode(), _word(items))
        for skipped in range(2):
            pairs = [_PAIR(code) for code in codes]
            groups = ["".join(pairs[:skipped])] if skipped else []
            groups += ["".join(pairs[at : at + 2]) for at in range(skipped, len(pairs), 2)]
            yield EncodedClue(" ".join(groups).encode(), _word(groups))


def _word(items: list[str]) -> bytes:
    return max(items, key=len).replace("\\", "").encode()
