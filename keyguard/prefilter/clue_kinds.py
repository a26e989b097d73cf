"""What clues are clues of. Each part of detection says beside it without which it finds nothing."""

from __future__ import annotations

from enum import IntEnum, auto


class ClueKind(IntEnum):
    """What a clue may be the beginning or a part of."""

    KEY = auto()
    VENDOR_KEY = auto()
    NAME = auto()
    """Of a webhook's secret, that begins with the word webhook or says what it is."""
    OTHER_NAME = auto()
    """Of a webhook's secret."""
    SECTION = auto()
    """What a webhook's secret is in without a name of its own: sections, calls."""
    UNNAMED = auto()
    """What says that a secret without a name of its own is a webhook's, beside it or in a call."""
    HEADER = auto()
    """A literal with the scheme Bearer: it may be compared, or sent."""
    COMPARISON = auto()
    """Of an Authorization header that is made of a name; in some languages of what is behind it."""
    TOKEN = auto()
    """What takes the scheme off a header, or is told what to compare it with."""
    SENT = auto()
    """An Authorization header with its value, or that of an API client."""
    VARIABLE = auto()
    """That holds a Gateway key."""
    GATEWAY = auto()
    """Its hosts, and its path for messages."""


ClueKinds = frozenset[ClueKind]
ANY_CLUE = ClueKinds(ClueKind)
"""Of content in which no clue can be placed: it may be about anything."""
