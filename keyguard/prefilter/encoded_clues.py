"""What content holds if a credential stands in it packed, or in a short run of digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from keyguard.decode.line_wrap import BETWEEN
from keyguard.prefilter.bit_patterns import (
    NUL,
    Class,
    alignments,
    base64_of,
    hex_of,
    known,
    members,
    plain,
)
from keyguard.settings import KeyFormat

SURE_BODY = 18
"""Characters of a key's body behind its prefix that leave no doubt, whatever the encoding."""
FIRST_BODY = 2
"""The same for what is worth a look: lines can be short."""
MAGICS: tuple[list[Class], ...] = (
    known(b"PK\x03\x04"),
    [*known(b"\x1f\x8b\x08"), frozenset(range(32))],
    [*known(b"BZh"), frozenset(b"123456789"), *known(b"1AY&SY")],
    known(b"\xfd7zXZ\x00"),
    known(b"\x28\xb5\x2f\xfd"),
    known(b"7z\xbc\xaf\x27\x1c"),
    known(b"Rar!\x1a\x07"),
    known(b"\xed\xab\xee\xdb\x03\0"),
    known(b"!<arch>\ndebian-binary"),
    [*known(b"ustar"), *map(frozenset, (b"\0 ", b"0 ", b"0\0"))],
)
"""How what is packed begins, be it opened or only told of; a tar archive says what it is in its
first header."""
DOCUMENTS = (
    rb"%PDF-[12]\.[0-9]\s",
    rb"zTXt[^\0]{1,79}\0\0",
    rb"iTXt[^\0]{1,79}\0\x01\0",
)
"""Documents with packed texts: PDF, and images in PNG that have some."""
PACKED_IN_TEXT = (*MAGICS[:2], known(b"%PDF-"))
"""These are put into text as base64: functions to deploy, releases of Helm, mailed documents."""
HEX_OF_TEXT = rb"(?:[2-7][0-9A-Fa-f]|0[09AaDd]){16}"
"""Printable characters, in UTF-16 too; a name with a value has so many."""
TEXT: Class = frozenset([*range(0x20, 0x7F), *b"\0\t\n\r"])
WHOLE_GROUPS = 12
"""Of 16 bytes in base64, those that stand in whole groups, however they are aligned."""
NAMES = (
    "webhook", "Webhook", "WEBHOOK", "wehbook", "WEHBOOK",
    "whsec", "wh_sec", "WHSEC", "WH_SEC",
    "signing_secret", "signingSecret", "SigningSecret", "SIGNING_SECRET",
    "endpoint_secret", "endpointSecret", "EndpointSecret", "ENDPOINT_SECRET",
    "connexease", "Connexease", "CONNEXEASE", "CNX_API", "cnx_api", "sk_live_", "rk_live_",
)  # fmt: skip
"""Other clues in the spellings that they have in configurations and code."""
ESCAPED = (
    "%{:02x}",
    "%{:02X}",
    "\\u{:04x}",
    "\\u{:04X}",
    "\\x{:02x}",
    "\\x{:02X}",
    "&#{};",
    "&#x{:x};",
    "&#x{:X};",
)
"""How the last character of a prefix is written where it is escaped."""


def archive_clues() -> tuple[bytes, ...]:
    """What archives hold: a credential can be in any member, however far from the match."""
    return (*map(plain, MAGICS), *DOCUMENTS)


def archive_in_text_clues() -> tuple[bytes, ...]:
    """The same of text that holds an archive in base64, or so encoded twice, as in a list of
    Kubernetes' secrets."""
    once = [base64_of(magic) for magic in PACKED_IN_TEXT]
    return tuple(plain(digits) for digits in (*once, *map(base64_of, once)))


def digit_clues() -> tuple[bytes, ...]:
    """What digits hold that are worth decoding: text, or the head of something packed. Keys of
    ciphers, signatures and test vectors hold neither."""
    packed = [*MAGICS, known(b"zTXt"), known(b"iTXt")]
    return (
        HEX_OF_TEXT,
        *(plain(hex_of(magic)) for magic in packed),
        plain(base64_of([TEXT] * WHOLE_GROUPS)),
        *(plain(digits) for digits in _in_base64(packed)),
    )


@lru_cache(maxsize=4)
def sure_clues(key_format: KeyFormat) -> bytes:
    """What is surely a credential, once a short run was decoded."""
    texts = (*_keys(key_format), *_names(key_format))
    return b"(?:" + b"|".join(map(plain, texts)) + b")"


@lru_cache(maxsize=4)
def short_clues(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The same in the digits themselves: many patterns, but with letters that are rare."""
    keys, names = list(_keys(key_format)), list(_names(key_format))
    once = list(_encoded(keys))
    wide = ([each for byte in key for each in (byte, NUL)] for key in keys)
    thrice = _in_base64(_in_base64(_in_base64(keys)))
    texts = (*once, *_encoded(once), *_encoded(wide), *thrice, *_encoded(names))
    return tuple(map(plain, texts))


@lru_cache(maxsize=4)
def first_digits(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The digits that a key begins with: the rest may stand in another line, or be shorter."""
    return tuple(map(plain, _encoded(_beginnings(key_format))))


@lru_cache(maxsize=4)
def split_digits(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The same in base64 where they stand on two lines. Lines of hexadecimal are even, and the few
    bytes of a prefix seldom at their end."""
    return tuple(
        plain(digits[:at]) + BETWEEN + plain(digits[at:])
        for digits in _in_base64(_beginnings(key_format))
        for at in range(1, len(digits))
    )


def _beginnings(key_format: KeyFormat) -> Iterator[list[Class]]:
    body = [members(key_format.alphabet)] * FIRST_BODY
    return ([*known(prefix.encode()), *body] for prefix, _ in key_format.prefixes)


def _encoded(texts: Iterable[list[Class]]) -> Iterator[list[Class]]:
    for text in texts:
        yield from alignments(text)
        yield hex_of(text)


def _in_base64(texts: Iterable[list[Class]]) -> Iterator[list[Class]]:
    return (digits for text in texts for digits in alignments(text))


def _keys(key_format: KeyFormat) -> Iterator[list[Class]]:
    body = [members(key_format.alphabet)] * min(SURE_BODY, key_format.length)
    return ([*known(prefix.encode()), *body] for prefix, _ in key_format.prefixes)


def _names(key_format: KeyFormat) -> Iterator[list[Class]]:
    yield from (known(name.encode()) for name in NAMES)
    for prefix, _ in key_format.prefixes:
        yield from (
            known((prefix[:-1] + form.format(ord(prefix[-1]))).encode())
            for form in dict.fromkeys(ESCAPED)
        )
