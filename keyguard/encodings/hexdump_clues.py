"""What every dump contains that is longer than a line."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

_SECOND_LINE = rb"0{3,10}[12]0[:|]?[ \t]{1,4}(?:[0-9a-f]{2} ?){4}"
"""At offset 16, or 20 in octal."""


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """The second line, whatever keys look like: dumps break keys over lines."""
    yield EncodedClue(_SECOND_LINE, whole=True)
