"""Whether text beside a name hides something: signs that are cheaper to look for than to undo."""

from __future__ import annotations

import re

from keyguard.decode.quoted_printable import may_be_quoted_printable
from keyguard.model import View
from keyguard.model.prefilter import Prefilter

_ESCAPES = (
    r"%[2-7][0-9A-Fa-f]",
    r"\\(?:[xuU]|[01][0-7]{2})",
    r"&(?:#|[A-Za-z]{2,24};)",
)
"""The beginnings of escapes: beside a name that tells they can stand for a quote. One expression
for each, since what begins with a literal is looked for many times faster."""
_CALLS = (
    *(b"atob(", b"64", b"!!binary", b"fromcharcode(", b"bytes([", b"bytearray([", b"buffer.from("),
    *(b"fromhex(", b"unhexlify(", b"hex2bin(", b"hex.decode", b"decodestring("),
)
"""Says how a literal is to be read: beside a name that tells it can be of any kind."""
_ARGUMENT = r"\(\[?\s{0,40}b?[\"'`0-9]"
_LITERALS = (
    *(rf"{word}{_ARGUMENT}" for word in ("atob", "unhexlify", "hex2bin", "string", "decode")),
    *(rf"{word}{_ARGUMENT}" for word in (r"64\w{0,12}!?", r"from\w{0,12}", "bytes", "bytearray")),
    r"\|\s{0,4}(?:base64 -|b64dec)",
    r"!!binary",
)
"""The same with the literal, in lower case; one expression for each, as above."""


def hides_something(view: View, data: bytes, prefilter: Prefilter) -> bool:
    """Whether a text, given as it is stored as well, is worth undoing what it is written in."""
    if prefilter.is_encoded(data) or any(re.search(escape, view.text) for escape in _ESCAPES):
        return True
    if may_be_quoted_printable(view.text):
        return True
    if not any(map(data.lower().__contains__, _CALLS)):
        return False
    lower = view.text.lower()
    return any(re.search(literal, lower) for literal in _LITERALS)
