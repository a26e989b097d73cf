"""Quoted-printable, in which mails are written (RFC 2045, section 6.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.base64 import pads_text
from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern

_HEADER = lazy_pattern("quoted-printable", re.IGNORECASE)
_BREAK = lazy_pattern(r"=\r?\n")
_ESCAPED_SIGN = "=3D"
_SIGN = lazy_pattern(rf"{_ESCAPED_SIGN}|{_BREAK.pattern}")
_ESCAPED = lazy_pattern(rf"(?P<codes>(?:=[0-9A-F]{{2}})+)|{_BREAK.pattern}")
_BROKEN = range(50, 79)
"""Characters of a line that was broken for its length, mostly at 72 to 76. What is padded in base64
and a setting without a value end in the same sign."""
_PADDED = lazy_pattern(r"[A-Za-z0-9+/_-]{15,}\Z")
"""Digits of base64 up to the end of a line."""
_NEXT = lazy_pattern(r"[\w.-]{1,40}(?:[ \t]*:|[ \t]+=|=(?=\w))|[^\w+/-]|\Z")
"""What a line begins with on which digits of the one before do not go on: a setting, or none."""


def may_be_quoted_printable(text: str) -> bool:
    """Whether it holds the sign that every mail has to escape, or lines broken for their length."""
    if not _SIGN.search(text):
        return False
    return _ESCAPED_SIGN in text or any(True for _ in _soft_breaks(text))


def has_broken_lines(text: str) -> bool:
    """Whether a text has soft line breaks, supposing that a header announces the encoding."""
    return any(text[found.start() - 1] not in " =" for found in _BREAK.finditer(text))


def quoted_printable(text: str) -> Iterator[Replacement]:
    """Escaped bytes if a header announces the encoding, else soft line breaks alone."""
    if _HEADER.search(text):
        for found in _ESCAPED.finditer(text):
            codes = bytes.fromhex((found["codes"] or "").replace("=", ""))
            decoded = codes.decode("utf-8", "replace")
            yield Replacement(found.start(), found.end(), decoded, "quoted-printable")
        return
    for found in _soft_breaks(text):
        yield Replacement(found.start(), found.end(), "", "quoted-printable")


def _soft_breaks(text: str) -> Iterator[re.Match[str]]:
    for found in _BREAK.finditer(text):
        start = found.start()
        line = text.rfind("\n", 0, start) + 1
        if start - line + 1 not in _BROKEN or text[start - 1] in " =":
            continue
        if not _is_padding(text, line, found):
            yield found


def _is_padding(text: str, line: int, found: re.Match[str]) -> bool:
    """Whether the sign at the end of a line pads digits of base64, which do not go on in the next
    line: what they stand for is text."""
    digits = _PADDED.search(text, line, found.start())
    return (
        digits is not None and _NEXT.match(text, found.end()) is not None and pads_text(digits[0])
    )
