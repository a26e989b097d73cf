"""Tar archives (POSIX.1, pax; and those of GNU)."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import IO

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Rest
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, damaged
from keyguard.formats.pax import Entry
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.model.chunks import Chunks

_AT_A_TIME = 1 << 15
_KEPT = 1 << 16
"""Bytes that are read of a file at a time, and of what was read last: more than is lost if the
archive is cut off, and than ``tarfile`` reads beyond the end."""
_ENOUGH_AT_END = 8
"""Reads behind the end: more than ``tarfile`` makes of a sound archive. On its way over a file of
which only the header is there it makes one for every 10 KiB that are announced, and that can be any
number."""

_DAMAGE: tuple[type[Exception], ...] = (tarfile.TarError, *DAMAGE)


def is_sound(archive: Archive) -> bool:
    """Whether the checksum of the first header is right; the checksum itself counts as blanks."""
    if archive.is_named:
        return True
    header = archive.data[:512]
    try:
        checksum = int(header[148:156].strip(b" \0"), 8)
    except ValueError:
        return False
    return checksum == sum(header[:148]) + sum(header[156:]) + 8 * ord(" ")


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file in the archive, then the headers, and everything behind the archive's end."""
    heads: list[str] = []
    stream = _Stream(archive)
    end = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=Entry) as opened:
            for entry in opened:  # all in front of it was read
                end = entry.offset
                heads += [entry.name, entry.linkname, *entry.pax_headers.values()]
                if not _has_content(entry):
                    continue
                if budget.is_spent:
                    yield TOO_MUCH
                    break
                file = opened.extractfile(entry)
                if file:
                    read = _reader(entry, file)
                    yield from read_member(named(archive, entry.name), read, budget, _DAMAGE)
            else:
                end = opened.offset
    except _DAMAGE as error:
        yield damaged(archive, error)
    yield Rest("\n".join(heads).encode("utf-8", "surrogateescape"))
    behind = stream.read_since(end)
    for piece in pieces(behind + stream.take(PIECE), stream.take):
        if piece.data.strip(b"\0"):  # what pads it is no more than that
            yield Rest(piece.data.lstrip(b"\0"))


def _reader(entry: tarfile.TarInfo, file: IO[bytes]) -> Read:
    """Reads a file so that of one that is cut off no more is lost than is kept."""
    if entry.size <= _AT_A_TIME:
        return file.read
    return Chunks(iter(partial(file.read, _AT_A_TIME), b"")).read


class _Stream(io.RawIOBase):
    """An archive from its beginning to its end, of which the last bytes that were read are kept."""

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._archive = archive
        self._begun = io.BytesIO(archive.data[:])
        self._position = 0
        self._kept = b""
        self._reads_at_end = 0

    def read(self, size: int = -1) -> bytes:
        """What ``tarfile`` asks for. Raises ``tarfile.ReadError`` if it asks on at the end."""
        data = self.take(size)
        if not data:
            self._reads_at_end += 1
            if self._reads_at_end > _ENOUGH_AT_END:
                raise tarfile.ReadError("unexpected end of data")
        return data

    def take(self, size: int) -> bytes:
        """So many bytes, or fewer; none at the end."""
        data = self._begun.read(size)
        if not data and self._archive.read is not None:
            data = self._archive.read(size)
        self._position += len(data)
        self._kept = self._kept[-_KEPT:] + data
        return data

    def read_since(self, position: int) -> bytes:
        """What was read since there, as far as it is kept."""
        if self._archive.read is None:
            return self._archive.data[position : self._position]
        length = self._position - position
        return self._kept[-length:] if length > 0 else b""


def _has_content(entry: tarfile.TarInfo) -> bool:
    """Whether it is a regular file, or of a type that is not known, which counts as one."""
    return entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES
