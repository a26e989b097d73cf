"""An archive of a known format, and the items that come out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.formats.format import UNPACK, Format
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.model.data import Data, opened
from keyguard.model.on_disk import OnDisk
from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repeated

MOST_HELD = 64 << 20
"""Bytes of an archive that may be held at once."""


class Archive(NamedTuple):
    """Packed content. ``name`` is its own path, empty if it is not known."""

    format: Format
    data: Data
    name: bytes = b""
    is_named: bool = False
    """Whether its name says that it is an archive."""
    read: Read | None = None
    """Reads the bytes behind ``data``, if that is only the beginning."""

    def __repr__(self) -> str:
        return f"Archive({self.format.name!r}, {self.name!r})"

    @property
    def stem(self) -> bytes:
        """The archive's name without what packing adds to it; empty if that is not known."""
        name = self.name.rpartition(b"/")[2]
        for suffix in self.format.tar_suffixes:
            if name.endswith(suffix):
                return name.removesuffix(suffix) + b".tar"
        suffixes = (each for each in self.format.suffixes if name.endswith(each))
        return next((name.removesuffix(each) for each in suffixes), b"")


def held(archive: Archive) -> bytes:
    """All bytes of an archive, for openers that need them at once. Raises ValueError if it is too
    large."""
    if len(archive.data) > MOST_HELD:
        raise ValueError(f"it is held to be read, and has over {MOST_HELD >> 20} MiB")
    return archive.data[:]


class Member(NamedTuple):
    """Content within an archive, or a piece of it. ``step`` is what reports call the way to it."""

    step: str
    path: bytes
    data: bytes
    lines_before: int = 0
    """Ends of lines in front of the piece."""
    is_piece: bool = False
    """Whether this is only a piece: archives are looked for in the ``Whole`` behind the last."""
    restated: bool = False
    """Whether the member's own contents say everything that the piece does."""
    repeats: Sequence[Repeated] | None = None
    """What is ``repeated`` in the member, if that is known."""
    goes_on: bool = False
    """Whether the piece does nothing but continue what the piece before it repeats."""

    def __repr__(self) -> str:
        return f"Member({self.step!r}, {self.path!r})"


class Whole(NamedTuple):
    """A large member in which archives are looked for; its pieces have its text.

    If it is an archive of which everything comes out, no pieces precede it.
    """

    step: str
    path: bytes
    file: OnDisk
    is_archive: bool = False
    """Whether it is an archive, whatever its pieces show."""


class NoRoom(NamedTuple):
    """Takes the place of a ``Whole`` for which there was no room on the disk: the reason, as a
    sentence."""

    sentence: str
    is_archive: bool = False


class Stream(NamedTuple):
    """A large member that is itself an archive of a sequential format.

    It must be read before the next member is asked for.
    """

    step: str
    path: bytes
    beginning: bytes
    read: Read
    """Reads the bytes that follow."""

    def __repr__(self) -> str:
        return f"Stream({self.step!r}, {self.path!r})"


class Missing(NamedTuple):
    """A sentence about a part of an archive that was not read."""

    sentence: str


class Rest(NamedTuple):
    """A part of an archive that is not packed: around its members, behind its end, or where it is
    damaged."""

    data: bytes
    lines_before: int = 0
    """Ends of lines in front of the part."""
    is_damaged: bool = False
    """Whether the part begins with bytes that could not be unpacked; then no archive is looked for
    in it."""

    def __repr__(self) -> str:
        return f"Rest(is_damaged={self.is_damaged})"


def rest_of(archive: Archive, start: int = 0, is_damaged: bool = False) -> Iterator[Rest]:
    """Everything in an archive from byte ``start`` on."""
    data = archive.data
    if start >= len(data):
        return
    if isinstance(data, bytes):
        yield Rest(data[start:], data.count(b"\n", 0, start), is_damaged)
        return
    parts = range(0, start, PIECE)
    lines = sum(data[at : min(at + PIECE, start)].count(b"\n") for at in parts)
    read = opened(data, start).read
    for piece in pieces(read(PIECE), read):
        yield Rest(piece.data, lines + piece.lines_before, is_damaged)


Item = Member | Whole | NoRoom | Stream | Missing | Rest
"""What an opener yields."""
TOO_MUCH = Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
