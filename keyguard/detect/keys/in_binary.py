"""Keys in binary content, where letters of other strings can touch them on both sides.

Go, Rust and Hermes store strings end to end, and serialized data has a type or a length in front of
each. So neither what follows a key of the documented length nor what precedes it is a part of it.
Without any boundary little else looks like a key: in 36,000 programs and libraries only symbols of
C++ and Rust did, and adjoining words.
"""

from __future__ import annotations

import re
from functools import cache

from keyguard.detect.strength.language import reads_like_language
from keyguard.model.patterns import lazy_pattern
from keyguard.vendors.alphabets import BASE32, HEX, LOWER
from keyguard.vendors.table import VENDORS

LONGEST_SYMBOL = 3_000
"""Characters of a mangled name in front of a part of it."""
LONGEST_IDENTIFIER = 99

_LETTER = lazy_pattern(r"[A-Za-z0-9_]")
_SYMBOL = lazy_pattern(r"(?:_Z|_R[A-Z]|St[0-9])[A-Za-z0-9_$.]*\Z")
_COUNT = lazy_pattern(r"(?<![0-9])([1-9][0-9]?)_?(?=[A-Za-z_])")
"""The length in front of an identifier: Itanium C++ ABI, 5.1.2 (source-name), and The Rust RFC
Book, RFC 2603 (undisambiguated-identifier)."""
_WORD_BEFORE = lazy_pattern(r"(?<![A-Za-z0-9_])([\"'`])[A-Za-z0-9_]{1,100}\Z")
_WORD_BEHIND = lazy_pattern(r"[A-Za-z0-9_-]{0,200}([\"'`])")
_FEW_LETTERS = (BASE32, HEX, LOWER)
"""Alphabets of bodies that are no part of random letters of both cases."""


def is_key(text: str, start: int, end: int, prefix: str) -> bool:
    """Whether what looks like a key at ``text[start:end]`` is one, whatever touches it."""
    if _is_part_of_literal(text, start, end) or _is_of_other_form(text, start, end, prefix):
        return False
    touched_before = start > 0 and _LETTER.match(text, start - 1)
    if not (touched_before or _LETTER.match(text, end)):
        return True
    body = text[start + len(prefix) : end]
    if touched_before and body.isalpha():  # of random bodies one in 280
        return False
    return not (reads_like_language(body) or _is_in_symbol(text, start, start + len(prefix)))


def _is_part_of_literal(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a longer word that is quoted: then this is source, whose words are
    apart."""
    before = _WORD_BEFORE.search(text, max(0, start - 102), start)
    behind = _WORD_BEHIND.match(text, end)
    return before is not None and behind is not None and before[1] == behind[1]


def _is_of_other_form(text: str, start: int, end: int, prefix: str) -> bool:
    """Whether a longer key of another vendor is there, with an alphabet or a prefix of its own."""
    for lead, pattern, is_certain in _longer_forms(prefix, end - start - len(prefix)):
        found = pattern.match(text, start - lead) if start >= lead else None
        if found is None or (found.start() == start and found.end() <= end):
            continue
        is_apart = not (
            (found.start() and _LETTER.match(text, found.start() - 1))
            or _LETTER.match(text, found.end())
        )
        if is_apart or is_certain:
            return True
    return False


@cache
def _longer_forms(prefix: str, length: int) -> list[tuple[int, re.Pattern[str], bool]]:
    """Characters in front of the anchor, the expression, and whether chance never writes it."""
    return [
        (form.lead, re.compile(form.expression), form.alphabet in _FEW_LETTERS and not form.lead)
        for vendor in VENDORS
        for form in vendor.forms
        if form.anchor == prefix
        and (form.lead or (form.shortest > length and form.alphabet in _FEW_LETTERS))
    ]


def _is_in_symbol(text: str, start: int, prefix_end: int) -> bool:
    """Whether the prefix ends an identifier, or is within one, that a mangled name counts."""
    if not _SYMBOL.search(text, max(0, start - LONGEST_SYMBOL), start):
        return False
    earliest = max(0, start - LONGEST_IDENTIFIER - len("99_"))
    return any(
        count.end() < start and prefix_end <= count.end() + int(count[1])
        for count in _COUNT.finditer(text, earliest, start)
    )
