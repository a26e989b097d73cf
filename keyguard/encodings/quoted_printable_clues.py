"""What content holds if a mail has a key with the last character of its prefix escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

_BODY = r"[a-z0-9_%\\&-]{6}"
"""Some of a key's body, which may hold escapes of another kind."""


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """Prefixes of keys. Lines that are broken for their length are clues of plain keys."""
    for prefix, _ in key_format.prefixes:
        word = f"={ord(prefix[-1]):02x}"
        yield EncodedClue(f"{re.escape(prefix[:-1].lower())}{word}{_BODY}".encode(), word.encode())
