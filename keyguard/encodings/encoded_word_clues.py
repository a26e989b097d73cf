"""Clues to a key in encoded words of a mail's header, cut or not (RFC 2047)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

_CUT = r"(?:\?=\r?\n[ \t]=\?[\w-]{1,40}\?q\?)?"


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """Prefixes of keys with their last character escaped."""
    for prefix, _ in key_format.prefixes:
        last = f"={ord(prefix[-1]):02x}"
        pieces = [*map(re.escape, prefix[:-1].lower()), last, "[a-z0-9]"]
        yield EncodedClue(_CUT.join(pieces).encode(), last.encode())
