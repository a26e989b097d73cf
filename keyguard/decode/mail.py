"""Quoted-printable, in which mails are written (RFC 2045, section 6.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.decode.inplace import Replacement

_SAYS_SO = re.compile("quoted-printable", re.IGNORECASE)
_BREAK = re.compile(r"=[ \t]{0,8}\r?\n")
_ESCAPED = re.compile(rf"(?P<codes>(?:=[0-9A-F]{{2}})+)|{_BREAK.pattern}")
_BROKEN = range(50, 79)
"""Characters of a line that was broken for its length, mostly at 72 to 76. What is padded in base64
and a setting without a value end in the same sign."""


def quoted_printable(text: str) -> Iterator[Replacement]:
    """Escaped bytes where a header says that there are some, and lines broken for their length."""
    if _SAYS_SO.search(text):
        for found in _ESCAPED.finditer(text):
            codes = bytes.fromhex((found["codes"] or "").replace("=", ""))
            decoded = codes.decode("utf-8", "replace")
            yield Replacement(found.start(), found.end(), decoded, "quoted-printable")
        return
    for found in _BREAK.finditer(text):
        if found.start() - text.rfind("\n", 0, found.start()) in _BROKEN:
            yield Replacement(found.start(), found.end(), "", "quoted-printable")
