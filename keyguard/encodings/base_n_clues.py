"""Clues to a credential in base64 or hexadecimal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from keyguard.encodings.bit_patterns import (
    NUL,
    Class,
    alignments,
    known,
    members,
    plain,
)
from keyguard.encodings.line_wrap import BETWEEN
from keyguard.encodings.table import DIGIT_ENCODINGS, ENCODINGS
from keyguard.model.entry_point import load
from keyguard.settings import KeyFormat

SURE_BODY = 18
"""Characters of a key's body behind its prefix that leave no doubt, whatever the encoding."""
FIRST_BODY = 2
"""Characters of a key's body that are worth a look: lines can be short."""
NAMES = (
    "webhook", "Webhook", "WEBHOOK", "wehbook", "WEHBOOK",
    "whsec", "wh_sec", "WHSEC", "WH_SEC",
    "signing_secret", "signingSecret", "SigningSecret", "SIGNING_SECRET",
    "endpoint_secret", "endpointSecret", "EndpointSecret", "ENDPOINT_SECRET",
    "connexease", "Connexease", "CONNEXEASE", "CNX_API", "cnx_api", "sk_live_", "rk_live_",
)  # fmt: skip
"""Other clues in the spellings that they have in configurations and code."""


@lru_cache(maxsize=4)
def sure_clues(key_format: KeyFormat) -> bytes:
    """What is certainly a credential, once a short run was decoded."""
    texts = (*_keys(key_format), *_names(key_format))
    return b"(?:" + b"|".join(map(plain, texts)) + b")"


@lru_cache(maxsize=4)
def short_clues(key_format: KeyFormat) -> tuple[bytes, ...]:
    """What is certainly a credential, in the digits themselves: many patterns, of rare letters."""
    keys, names = list(_keys(key_format)), list(_names(key_format))
    once = list(encoded(keys))
    wide = ([each for byte in key for each in (byte, NUL)] for key in keys)
    thrice = _in_base64(_in_base64(_in_base64(keys)))
    texts = (*once, *encoded(once), *encoded(wide), *thrice, *encoded(names))
    return tuple(map(plain, texts))


@lru_cache(maxsize=4)
def first_digits(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The digits that a key begins with: the rest may be on another line, or be shorter."""
    return tuple(map(plain, encoded(_beginnings(key_format))))


@lru_cache(maxsize=4)
def split_digits(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The first base64 digits of a key, broken over two lines. Lines of hexadecimal are even, and
    the few bytes of a prefix seldom at their end."""
    return tuple(
        plain(digits[:at]) + BETWEEN + plain(digits[at:])
        for digits in _in_base64(_beginnings(key_format))
        for at in range(1, len(digits))
    )


def _beginnings(key_format: KeyFormat) -> Iterator[list[Class]]:
    body = [members(key_format.alphabet)] * FIRST_BODY
    return ([*known(prefix.encode()), *body] for prefix, _ in key_format.prefixes)


def encoded(texts: Iterable[Sequence[Class]]) -> Iterator[list[Class]]:
    """Digits of each of these, in every encoding and alignment."""
    patterns = [load(each.patterns) for each in DIGIT_ENCODINGS]
    return (digits for text in texts for of in patterns for digits in of(text))


def _in_base64(texts: Iterable[Sequence[Class]]) -> Iterator[list[Class]]:
    return (digits for text in texts for digits in alignments(text))


def _keys(key_format: KeyFormat) -> Iterator[list[Class]]:
    body = [members(key_format.alphabet)] * min(SURE_BODY, key_format.length)
    return ([*known(prefix.encode()), *body] for prefix, _ in key_format.prefixes)


def _names(key_format: KeyFormat) -> Iterator[list[Class]]:
    yield from (known(name.encode()) for name in NAMES)
    escaped = dict.fromkeys(form for each in ENCODINGS for form in each.escape_forms)
    for prefix, _ in key_format.prefixes:
        yield from (
            known((prefix[:-1] + form.format(ord(prefix[-1]))).encode()) for form in escaped
        )
