"""What content holds if a credential stands in it encoded or packed.

The rows do not look for keys but for text: digits that all belong to printable text, a few dozen
in a row, hardly ever come about by chance, and whatever is hidden in the text, encoded once more
or not, is found when it is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from keyguard.detect.digits import (
    ANY,
    NUL,
    PRINTABLE,
    Class,
    base64_beginning,
    base64_groups,
    base64_of,
    either,
    hex_of,
    known,
    members,
    plain,
)
from keyguard.settings import KeyFormat

SURE_BODY = 18
"""Characters of a key's body behind its prefix that leave no doubt, whatever the encoding."""
WEBHOOKS = (b"webhook", b"WEBHOOK", b"Webhook")
TEXT = 24
"""So many printable bytes are text."""

MAGICS: tuple[list[Class], ...] = (
    known(b"PK\x03\x04"),
    [*known(b"\x1f\x8b\x08"), frozenset(range(32))],
    [*known(b"BZh"), frozenset(b"123456789"), *known(b"1AY&SY")],
    known(b"\xfd7zXZ\x00"),
    known(b"\x28\xb5\x2f\xfd"),
    [*known(b"ustar"), *map(frozenset, (b"\0 ", b"0 ", b"0\0"))],
)
"""How what is packed begins; a tar archive says what it is in its first header."""
PACKED_IN_TEXT = MAGICS[:2]
"""Zip and gzip are put into text as base64: functions to deploy, the releases that Helm stores."""


class EncodedClues(NamedTuple):
    """Patterns of bounded length."""

    in_runs: bytes
    """Text encoded in a run of digits, which ``hints.run_length`` tells."""
    half: tuple[bytes, ...]
    """The same for half as much text: not as telling, but compiled in no time by hyperscan."""
    packed: tuple[bytes, ...]
    """The credential can be anywhere in the content, however far from the match."""


@lru_cache(maxsize=4)
def encoded_clues(key_format: KeyFormat) -> EncodedClues:
    """Every clue for keys of this format, at their documented length."""
    length = _text_length(key_format)
    packed = (*map(plain, MAGICS), *map(base64_beginning, PACKED_IN_TEXT))
    return EncodedClues(either(_encoded_text(length)), _encoded_text(length // 2), packed)


@lru_cache(maxsize=4)
def credential_clues(key_format: KeyFormat) -> tuple[bytes, ...]:
    """What is surely a key or the name of a webhook secret, once encoded: a few rare patterns.

    Whole histories can't be decoded wherever there is text: these have to do there. They miss what
    is encoded twice, and secrets whose names are encoded in other spellings.
    """
    body = [members(key_format.alphabet)] * min(SURE_BODY, key_format.length)
    sure = [[*known(prefix.encode()), *body] for prefix, _ in key_format.prefixes]
    sure += [known(word) for word in WEBHOOKS]
    return tuple(pattern for text in sure for pattern in (*_aligned(text), hex_of(text)))


def _aligned(text: list[Class]) -> Iterator[bytes]:
    """Base64 in each alignment, with the digits that the bytes in front leave known: in each stand
    four digits in a row for a prefix, which is what makes them fast to look for."""
    for skipped in range(3):
        yield base64_groups([*[ANY] * skipped, *text])


def _encoded_text(length: int) -> tuple[bytes, ...]:
    text = [PRINTABLE] * length
    wide = [PRINTABLE, NUL] * (length // 2)  # big-endian order matches one byte further on
    return base64_groups(text), base64_of(wide), hex_of(text), hex_of(wide)


def _text_length(key_format: KeyFormat) -> int:
    """Bytes of text that a key holds in every alignment: whole groups of three, an even number."""
    shortest = key_format.length + min(len(prefix) for prefix, _ in key_format.prefixes)
    return min(TEXT, (shortest - 2) // 6 * 6)
