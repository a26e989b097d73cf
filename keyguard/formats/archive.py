"""One archive of a known format, and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.formats.format import UNPACK, Format
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.model.data import Data, opened
from keyguard.model.on_disk import OnDisk
from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repeated

MOST_HELD = 64 << 20
"""Bytes."""


class Archive(NamedTuple):
    """Content that is packed. ``name`` is its own path, empty if it is not known."""

    format: Format
    data: Data
    name: bytes = b""
    is_named: bool = False
    """Whether its name says that it is an archive."""
    read: Read | None = None
    """Reads what follows, if ``data`` is only the beginning."""

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
    """All of an archive, for openers that need it at once. Raises ValueError if it is too large."""
    if len(archive.data) > MOST_HELD:
        raise ValueError(f"it is held to be read, and has over {MOST_HELD >> 20} MiB")
    return archive.data[:]


class Member(NamedTuple):
    """Content within an archive, or a piece of it. ``step`` is how a report calls the way to it."""

    step: str
    path: bytes
    data: bytes
    lines_before: int = 0
    """Ends of lines in front of a piece."""
    is_piece: bool = False
    """Whether it is but a piece, so that archives are not looked for in it, but in the ``Whole``
    behind the last one."""
    restated: bool = False
    """Whether what is in that says all that the piece does."""
    repeats: Sequence[Repeated] | None = None
    """What is ``repeated`` in it, if that is known."""
    goes_on: bool = False
    """Whether it does nothing but go on with what the piece before it repeats."""

    def __repr__(self) -> str:
        return f"Member({self.step!r}, {self.path!r})"


class Whole(NamedTuple):
    """A large member in which archives are looked for: what it says as text, its pieces say. If it
    is an archive of which everything comes out, no pieces are in front of it."""

    step: str
    path: bytes
    file: OnDisk
    is_archive: bool = False
    """Whether it is one whatever its pieces show."""


class NoRoom(NamedTuple):
    """In place of a ``Whole``, of which there could be no file: why, as a sentence."""

    sentence: str
    is_archive: bool = False


class Stream(NamedTuple):
    """A large member that is an archive itself, of a format that is read from its beginning to its
    end: to be read before the next member is asked for."""

    step: str
    path: bytes
    beginning: bytes
    read: Read
    """Reads what follows."""

    def __repr__(self) -> str:
        return f"Stream({self.step!r}, {self.path!r})"


class Missing(NamedTuple):
    """A sentence about what of an archive was not read."""

    sentence: str


class Rest(NamedTuple):
    """What of an archive is not packed, and stands there as it is: around its members, behind its
    end, or where it is damaged."""

    data: bytes
    lines_before: int = 0
    """Ends of lines in front of it."""
    is_damaged: bool = False
    """Whether it begins with what could not be unpacked, so that no archive is looked for in it."""

    def __repr__(self) -> str:
        return f"Rest(is_damaged={self.is_damaged})"


def rest_of(archive: Archive, start: int = 0, is_damaged: bool = False) -> Iterator[Rest]:
    """All that is behind so many bytes of an archive."""
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
