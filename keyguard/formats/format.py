"""The rows of the table of formats."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.record import NamedTuple

REPAIR = "replace it with a sound copy, or exclude it"
UNPACK = "unpack it and scan what comes out, or exclude it"
"""The remedy for content that can't be read."""
Pieces = tuple[bytes | frozenset[int], ...]
"""Consecutive bytes: known ones, and sets of values for one byte."""


def one_of(values: Iterable[int]) -> frozenset[int]:
    """One byte with any of these values."""
    return frozenset(values)


class Clue(NamedTuple):
    """Shows content that may be of a format; ``recognise`` finds out whether it is."""

    fixed: Pieces
    """Bytes that are looked for as they are, and in digits that stand for them."""
    rest: bytes = b""
    """An expression for what follows, tried where ``fixed`` is found as it is."""
    begins: bool = False
    """Whether the clue is only looked for where content begins, and not in digits, because it is
    too short to be looked for everywhere."""

    @property
    def word(self) -> bytes:
        """The longest bytes that every match contains."""
        return max((piece for piece in self.fixed if isinstance(piece, bytes)), key=len)


class Format(NamedTuple):
    """One type of archive, packed stream or document: how it is recognised, and what opens it."""

    name: str
    """The name of the format in reports."""
    magic: bytes
    """The magic number; empty if only a file's name shows the format."""
    offset: int | None = 0
    """Bytes in front of the magic number; None if it may be anywhere, which is tried last."""
    header: bytes = b""
    """An expression for the first bytes.

    A short magic number occurs by chance, and in the tests of other programs, so more of the header
    must be right unless the name says that it is an archive.
    """
    check: str = ""
    """An entry point that checks an ``Archive`` like ``header``, in code."""
    clues: tuple[Clue, ...] = ()
    """Clues in place of the magic number."""
    in_text: bool = False
    """Whether people put the format into text as base64: then it is looked for in all of that."""
    suffixes: tuple[bytes, ...] = ()
    """The ends of names of such files."""
    names: NamePattern = NO_NAMES
    """Matches the names, if they are more than a few suffixes."""
    tar_suffixes: tuple[bytes, ...] = ()
    """Suffixes of files that have a tar archive packed in them, such as ``.tgz``."""
    opener: str = ""
    """An entry point that gets the ``Archive`` and a ``Budget``, and yields each ``Member`` and
    ``Missing``.

    If it raises what ``opening.DAMAGE`` lists, the content is damaged.
    """
    is_sequential: bool = False
    """Whether the opener reads from beginning to end, so that nobody has to hold it all."""
    yields_all: bool = False
    """Whether the opener also yields everything that is not packed, as ``Rest``.

    Then searching what it yields is searching everything; other content is read as text too.
    """
    restated: bool = False
    """Whether its members say everything that its own text does."""
    unread: str = ""
    """Why nothing opens the format, and what to do, without a full stop; in place of an opener."""

    @property
    def all_clues(self) -> tuple[Clue, ...]:
        """The clues to content of this format; none if only a name shows it."""
        return self.clues or ((Clue((self.magic,)),) if self.magic else ())
