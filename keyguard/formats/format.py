"""What a row of the table of formats says."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.record import NamedTuple

REPAIR = "replace it with a sound copy, or exclude it"
UNPACK = "unpack it and scan what comes out, or exclude it"
"""What to do about what can't be read."""
Pieces = tuple[bytes | frozenset[int], ...]
"""Bytes in a row: those that are known, and sets of those that one byte can be."""


def one_of(values: Iterable[int]) -> frozenset[int]:
    """A byte that has one of these values."""
    return frozenset(values)


class Clue(NamedTuple):
    """What shows content that may be of a format; that it is, ``recognise`` finds out."""

    fixed: Pieces
    """Looked for as it is, and in digits that stand for it."""
    rest: bytes = b""
    """An expression for what follows; looked for where ``fixed`` stands as it is."""
    begins: bool = False
    """Whether it is only looked for where content begins, and not in digits: for what is too short
    to be looked for everywhere."""

    @property
    def word(self) -> bytes:
        """The longest bytes that every match holds."""
        return max((piece for piece in self.fixed if isinstance(piece, bytes)), key=len)


class Format(NamedTuple):
    """One type of archive, packed stream or document: how it is known, and what opens it."""

    name: str
    """As a report calls it."""
    magic: bytes
    """Empty if only the name of a file tells."""
    offset: int | None = 0
    """Bytes in front of the magic number; None if it may be anywhere, which is asked last."""
    header: bytes = b""
    """An expression for the first bytes. A few come about by chance, and in the tests of other
    programs, so unless its name says that it is an archive, more of its header is in order."""
    check: str = ""
    """The same as an entry point, given the ``Archive`` that content seems to be."""
    clues: tuple[Clue, ...] = ()
    """Without any the magic number is the clue."""
    in_text: bool = False
    """Whether it is put into text, as base64: then it is looked for in all of that."""
    suffixes: tuple[bytes, ...] = ()
    """How names of its files end."""
    names: NamePattern = NO_NAMES
    """The same, if these are more than a few."""
    tar_suffixes: tuple[bytes, ...] = ()
    """The same if what is packed in it is a tar archive, as ``.tgz``."""
    opener: str = ""
    """An entry point, given the ``Archive`` and a ``Budget``: yields each ``Member`` and what is
    ``Missing``. What it raises of ``opening.DAMAGE`` means that the content is damaged."""
    is_sequential: bool = False
    """Whether the opener reads from the beginning to the end, so that nobody has to hold it all."""
    yields_all: bool = False
    """Whether the opener yields what is not packed as well, as ``Rest``, so that to look through
    what it yields is to look through all; of other content the text is read as it stands too."""
    restated: bool = False
    """Whether its members say all that its own text does, in which they only adjoin."""
    unread: str = ""
    """In place of an opener: why its content is not read, and what to do, without a full stop."""

    @property
    def all_clues(self) -> tuple[Clue, ...]:
        """The clues of content that may be of this format; none if only a name tells."""
        return self.clues or ((Clue((self.magic,)),) if self.magic else ())
