"""What every script holds in which javascript-obfuscator has written literals in base64."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/="
_NAME = rb"_0x[0-9a-f]{2,8} ?= ?[\"']"
"""In lower case the alphabet is that of other base64 as well, so the name in front of it counts."""


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """The alphabet, whatever keys look like: they are anywhere in the file."""
    yield EncodedClue(_NAME + re.escape(ALPHABET.lower()).encode(), whole=True)
