"""One entry of a pack, found through the pack's index of which only the way to it is read.

``packs`` reads the same format, but is made for all entries at once. Format: gitformat-pack(5).
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from keyguard.gitrepo.discovery import UnusualError
from keyguard.gitrepo.objects.types import CorruptObjectError
from keyguard.gitrepo.objects.varint import read_offset

TYPES = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
"""What an entry that is an object of its own says it is."""
OFS_DELTA = 6
REF_DELTA = 7

_VERSION_2 = b"\377tOc\0\0\0\2"
_FANOUT = len(_VERSION_2)
_IDS = _FANOUT + 4 * 256
_FAR = 1 << 31
"""Set in a 32-bit offset that is a row of the table of 64-bit offsets."""
_PIECE = 4096
"""Bytes read at first; most trees and commits are shorter."""


class Stored(NamedTuple):
    """What is stored of an object: all of it, or a delta of another one."""

    kind: int
    content: bytes
    base: int | bytes
    """Offset or binary id of the object that it is a delta of; 0 if it is none."""


class SmallPack:
    """A pack and its index, open, for those who need few of its objects."""

    def __init__(self, index: str, id_length: int) -> None:
        """Raises ``UnusualError`` for an index of an old version."""
        self._index = open(index, "rb", buffering=0)  # noqa: SIM115  # as long as this lives
        self._pack = open(index.removesuffix("idx") + "pack", "rb", buffering=0)  # noqa: SIM115
        self._id_length = id_length
        if self._index.read(_FANOUT) != _VERSION_2:
            raise UnusualError
        self._count = self._number(_IDS - 4)

    def offset(self, id_: bytes) -> int | None:
        """Where the entry of an object begins; None if the pack doesn't hold it."""
        low = self._number(_FANOUT + 4 * (id_[0] - 1)) if id_[0] else 0
        high = self._number(_FANOUT + 4 * id_[0])
        while low < high:
            middle = (low + high) // 2
            self._index.seek(_IDS + middle * self._id_length)
            found = self._index.read(self._id_length)
            if found == id_:
                return self._offset_of_row(middle)
            if found < id_:
                low = middle + 1
            else:
                high = middle
        return None

    def entry(self, offset: int, max_size: int) -> Stored:
        """The entry at ``offset``. Raises ``UnusualError`` if it has over ``max_size`` bytes."""
        self._pack.seek(offset)
        data = self._pack.read(_PIECE)
        kind, size, position = _header(data)
        if size > max_size:
            raise UnusualError
        base: int | bytes = 0
        if kind == OFS_DELTA:
            distance, position = read_offset(data, position)
            base = offset - distance
        elif kind == REF_DELTA:
            base = data[position : position + self._id_length]
            position += self._id_length
        inflater = zlib.decompressobj()
        content = inflater.decompress(data[position:], size + 1)
        while len(content) < size and (data := self._pack.read(size + _PIECE)):
            content += inflater.decompress(data, size + 1 - len(content))
        if len(content) != size:
            raise CorruptObjectError("it does not have the size that it announces")
        return Stored(kind, content, base)

    def _offset_of_row(self, row: int) -> int:
        offsets = _IDS + self._count * (self._id_length + 4)
        offset = self._number(offsets + 4 * row)
        if offset < _FAR:
            return offset
        return self._number(offsets + 4 * self._count + 8 * (offset - _FAR), 8)

    def _number(self, start: int, length: int = 4) -> int:
        self._index.seek(start)
        return int.from_bytes(self._index.read(length), "big")


def _header(data: bytes) -> tuple[int, int, int]:
    """Kind and size of an entry, and where its header ends."""
    byte = data[0]
    kind, size, position, shift = byte >> 4 & 7, byte & 15, 1, 4
    while byte & 128:
        byte = data[position]
        size |= (byte & 127) << shift
        shift += 7
        position += 1
    return kind, size, position
