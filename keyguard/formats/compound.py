"""Compound files ([MS-CFB]): older Office documents, Outlook mails, installers, and their macros.

Pieces of a stream can be all over the file.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing, Rest
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.formats.pieces import PIECE, pieces
from keyguard.formats.vba import sources_in
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data
from keyguard.model.record import NamedTuple

_HEADER, _FIRST_OF_TABLE = 512, 76
_SIZES = (512, 4096)
"""Bytes of a sector."""
_SMALL = 64
"""Bytes of a small sector, many of which are in one stream."""
_ENTRY, _STREAM, _ROOT = 128, 2, 5
"""Bytes of an entry of the directory, and types of entries."""
_LAST = 0xFFFF_FFFA
"""Numbers from here on are of no sector: they end a chain, or say what a sector is for (2.1)."""
_MOST_HELD = 16 << 20
"""Bytes of a directory, or of the table of small sectors."""
_MOST_OF_MACROS = 4 << 20
"""Bytes of a stream in which macros are looked for."""
_ENCRYPTED = "EncryptedPackage"
"""All of a newer document, if that has a password ([MS-OFFCRYPTO], 2.3.4.4)."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every stream, the macros in it, and then everything that is in no stream.

    Raises EOFError and ValueError.
    """
    file = _File(archive.data)
    for entry in file.entries:
        if budget.is_spent:
            yield TOO_MUCH
            break
        if entry.name == _ENCRYPTED:
            yield Missing("its document is encrypted; decrypt it, or exclude it")
            continue
        parts: list[bytes] = []
        chunks = _keeping(file.stream(entry), parts if entry.size <= _MOST_OF_MACROS else None)
        called = named(archive, entry.name)
        yield from read_member(called, Chunks(chunks).read, budget, (EOFError,))
        for source in sources_in(b"".join(parts)):
            called = named(archive, f"{entry.name}.bas")
            yield from read_member(called, Chunks(source).read, budget, (ValueError,))
    read = Chunks(file.rest()).read
    for piece in pieces(read(PIECE), read):
        yield Rest(piece.data, piece.lines_before, is_damaged=True)


def _keeping(chunks: Iterator[bytes], parts: list[bytes] | None) -> Iterator[bytes]:
    for chunk in chunks:
        if parts is not None:
            parts.append(chunk)
        yield chunk


class _Entry(NamedTuple):
    """A stream: its name, its first sector, and how many bytes it has."""

    name: str
    first: int
    size: int


class _Sectors:
    """Sectors of one size: where each is, and which follows it."""

    def __init__(self, data: Data, size: int, place: Callable[[int], int]) -> None:
        self._data, self._size, self._place = data, size, place
        self.following: Sequence[int] = ()
        self._is_taken = bytearray()

    def chain(self, first: int) -> Iterator[int]:
        """Raises EOFError if it leads nowhere or in a circle."""
        left = len(self.following)
        while first < _LAST:
            if first >= len(self.following) or not left:
                raise EOFError("its sectors are damaged")
            yield first
            first, left = self.following[first], left - 1

    def own(self, first: int) -> Iterator[int]:
        """A chain that no other shares, or a few sectors would be read for each of many streams.
        Raises EOFError."""
        self._is_taken = self._is_taken or bytearray(len(self.following))
        for number in self.chain(first):
            if self._is_taken[number]:
                raise EOFError("its sectors are damaged")
            self._is_taken[number] = True
            yield number

    def read(self, number: int) -> bytes:
        """Raises EOFError if it is behind the end."""
        start = self._place(number)
        if start >= len(self._data):
            raise EOFError("it is cut off")
        return self._data[start : start + self._size]

    def held(self, first: int) -> bytes:
        """All of a chain. Raises EOFError, and ValueError if it is too long."""
        parts: list[bytes] = []
        for number in self.chain(first):
            parts.append(self.read(number))
            if len(parts) * self._size > _MOST_HELD:
                raise ValueError("its directory is longer than the bounds on archives allow")
        return b"".join(parts)


class _File:
    """A compound file: its directory, and where each stream is."""

    def __init__(self, data: Data) -> None:
        """Raises EOFError and ValueError."""
        header = data[:_HEADER]
        self._size = 1 << header[30] if len(header) == _HEADER and header[30] < 16 else 0
        if self._size not in _SIZES:
            raise ValueError("its header is damaged")
        self._data = data
        self._count = -(-len(data) // self._size)
        self._is_used = bytearray(self._count)
        self._large = _Sectors(data, self._size, lambda number: (number + 1) * self._size)
        self._large.following = self._table(header)
        self._small = _Sectors(data, _SMALL, self._place_of_small)
        first, self._cutoff, first_small = (
            int.from_bytes(header[at : at + 4], "little") for at in (48, 56, 60)
        )
        self.entries: list[_Entry] = []
        self._holders: list[int] = []
        """The sectors that small ones are in."""
        for kind, entry in self._directory(first):
            if kind == _ROOT and not self._holders:
                self._holders = list(self._large.chain(entry.first))
            elif kind == _STREAM and entry.size:
                self.entries.append(entry)
        self._small.following = _numbers(self._large.held(first_small))

    def _place_of_small(self, number: int) -> int:
        holder, offset = divmod(number * _SMALL, self._size)
        if holder >= len(self._holders):
            return len(self._data)
        return (self._holders[holder] + 1) * self._size + offset

    def _table(self, header: bytes) -> Sequence[int]:
        """Which sector follows each. The header says where it is, and sectors behind that."""
        own = list(_numbers(header[_FIRST_OF_TABLE:]))
        enough = -(-self._count * 4 // self._size)
        following = int.from_bytes(header[68:72], "little")
        while following < _LAST and len(own) < enough:
            *more, following = _numbers(self._large.read(following).ljust(self._size, b"\xff"))
            own += more
        held = filter(_LAST.__gt__, own[:enough])
        return _numbers(b"".join(map(self._large.read, held)))

    def _directory(self, first: int) -> Iterator[tuple[int, _Entry]]:
        content = self._large.held(first)
        for at in range(0, len(content), _ENTRY):
            entry = content[at : at + _ENTRY].ljust(_ENTRY, b"\0")
            length = min(64, int.from_bytes(entry[64:66], "little"))
            name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack("<IQ", entry[116:128])
            if self._size == _SIZES[0]:
                size &= 0xFFFF_FFFF
            yield entry[66], _Entry("".join(filter(str.isprintable, name)), start, size)

    def stream(self, entry: _Entry) -> Iterator[bytes]:
        """What a stream holds. Raises EOFError if not all of it is there."""
        left = entry.size
        is_large = left >= self._cutoff
        sectors = self._large if is_large else self._small
        for number in sectors.own(entry.first):
            part = sectors.read(number)[:left]
            left -= len(part)
            if is_large and len(part) == self._size:
                self._is_used[number + 1] = True
            yield part
            if not left:
                return
        raise EOFError("it is cut off")

    def rest(self) -> Iterator[bytes]:
        """The sectors that are of no stream, or not all of which is."""
        for number in range(self._count):
            if not self._is_used[number]:
                yield self._data[number * self._size : (number + 1) * self._size]


def _numbers(data: bytes) -> array[int]:
    numbers = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
