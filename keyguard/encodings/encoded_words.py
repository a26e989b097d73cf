"""Encoded words, in which the headers of mails hold other characters than ASCII (RFC 2047), such as
the subjects that ``git format-patch`` writes: a key in one can be cut in two anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern

_WORD = lazy_pattern(
    r"=\?(?P<charset>[\w-]{1,40})\?(?P<how>[qQbB])\?(?P<digits>[!->@-~]{0,200})\?="
    r"(?:(?:\r?\n)?[ \t]{1,4}(?==\?[\w-]{1,40}\?[qQbB]\?))?"
)
"""With the space in front of the next one, which is no part of the text (section 6.2)."""
_ESCAPE = lazy_pattern(rb"=([0-9A-Fa-f]{2})")


def encoded_words(text: str) -> Iterator[Replacement]:
    """The text of each encoded word whose character set is known."""
    for found in _WORD.finditer(text):
        try:
            digits = found["digits"].encode()
            data = base64.b64decode(digits) if found["how"] in "bB" else _q_decoded(digits)
            decoded = data.decode(found["charset"], "replace")
        except (ValueError, LookupError):
            continue
        yield Replacement(found.start(), found.end(), decoded, "encoded word")


def _q_decoded(digits: bytes) -> bytes:
    """Section 4.2: as quoted-printable, and an underscore is a space."""
    return _ESCAPE.sub(lambda code: bytes.fromhex(code[1].decode()), digits.replace(b"_", b" "))
