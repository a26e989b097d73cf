"""The kinds of clues. Each part of detection names, beside it, the kinds that it needs to find
anything."""

from __future__ import annotations

from enum import IntEnum, auto

from keyguard.model.record import NamedTuple


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
"""The kinds of content in which no clue has a position: it may be about anything."""


class Clue(NamedTuple):
    """A pattern, and a word that every match of it holds; both in lower case."""

    word: bytes
    pattern: bytes
    fronts: tuple[bytes, ...] = ()
    """Patterns of fixed width, one of which is in front: the other begins with the word then."""
    endings: tuple[bytes, ...] = ()
    """Patterns, one of which is behind, if it is not the ``short_ending``."""
    short_ending: bytes = b""
    """That of what has no literal of four characters, which Hyperscan would look for: it would look
    for the word, which is frequent, and closely at what follows. So it looks for this alone."""

    @property
    def expressions(self) -> tuple[bytes, ...]:
        """All but the ``short_ending``, as Hyperscan looks for it."""
        if self.fronts:
            return (b"(?:%s)%s" % (b"|".join(self.fronts), self.pattern),)
        return tuple(self.pattern + ending for ending in self.endings) or (self.pattern,)

    @property
    def with_short_ending(self) -> bytes:
        """What has to stand before the end of a ``short_ending``, up to there."""
        return rb"%s(?:%s)\Z" % (self.pattern, self.short_ending)

    @property
    def from_word(self) -> bytes:
        """The expression from the word on, which the standard library's look for many times faster
        if they begin with it."""
        if self.endings:
            return b"%s(?:%s)" % (self.pattern, b"|".join((*self.endings, self.short_ending)))
        if not self.fronts:
            return self.pattern
        behind = b"|".join(b"(?<=%s%s)" % (front, self.word) for front in self.fronts)
        return b"%s(?:%s)%s" % (self.word, behind, self.pattern.removeprefix(self.word))
