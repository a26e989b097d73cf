"""What a literal of base64 digits stands for, if that is text."""

from __future__ import annotations

from binascii import a2b_base64

from keyguard.encodings.base64 import TO_STANDARD
from keyguard.model.patterns import lazy_pattern

_TEXT = lazy_pattern(r"[\t\n\r -~\xa0-\U0010ffff]+")


def base64_bytes(digits: str) -> bytes:
    """The bytes of base64 or base64url, padded or not. Raises ``ValueError`` for other digits."""
    standard = digits.rstrip("=").encode().translate(TO_STANDARD)
    return a2b_base64(standard + b"=" * (-len(standard) % 4))


def printable(text: str) -> str:
    """The text; empty if there are control characters in it."""
    return text if _TEXT.fullmatch(text) else ""
