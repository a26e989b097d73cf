"""One archive of a known format, and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.formats.format import UNPACK, Format
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.model.on_disk import OnDisk
from keyguard.model.record import NamedTuple


class Archive(NamedTuple):
    """Content that is packed. ``name`` is its own path, empty if it is not known."""

    format: Format
    data: bytes
    name: bytes = b""
    is_named: bool = False
    """Whether its name says that it is an archive."""
    read: Read | None = None
    """Reads what follows, if ``data`` is only the beginning."""
    file: OnDisk | None = None
    """All of it, if ``data`` is only the beginning and the opener reads files."""

    def __repr__(self) -> str:
        return f"Archive({self.format.name!r}, {self.name!r})"

    @property
    def content(self) -> bytes | OnDisk:
        """All of it, for openers that read files."""
        return self.data if self.file is None else self.file

    @property
    def stem(self) -> bytes:
        """Its name without what packing adds to it; empty if that is not known."""
        name = self.name.rpartition(b"/")[2]
        for suffix in self.format.tar_suffixes:
            if name.endswith(suffix):
                return name.removesuffix(suffix) + b".tar"
        suffixes = (each for each in self.format.suffixes if name.endswith(each))
        return next((name.removesuffix(each) for each in suffixes), b"")


class Member(NamedTuple):
    """Content within an archive, or a piece of it. ``step`` is how a report calls the way to it."""

    step: str
    path: bytes
    data: bytes
    lines_before: int = 0
    """Ends of lines in front of a piece."""

    def __repr__(self) -> str:
        return f"Member({self.step!r}, {self.path!r})"


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
    if archive.file is None:
        data = archive.data
        yield Rest(data[start:], data.count(b"\n", 0, start), is_damaged)
        return
    parts = range(0, start, PIECE)
    lines = sum(archive.file[at : min(at + PIECE, start)].count(b"\n") for at in parts)
    read = archive.file.opened(start).read
    for piece in pieces(read(PIECE), read):
        yield Rest(piece.data, lines + piece.lines_before, is_damaged)


Item = Member | Stream | Missing | Rest
"""What an opener yields."""
TOO_MUCH = Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
