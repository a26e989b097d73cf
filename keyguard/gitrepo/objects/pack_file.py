"""A pack file: the headers of its entries, and their content as it is stored.

Format: gitformat-pack(5), "pack-*.pack files have the following format".
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import cast

from keyguard.gitrepo.objects.types import CorruptObjectError

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # a platform without a wheel
    fast_zlib = zlib  # type: ignore[misc]

BLOCK_BITS = 14
BLOCK = 1 << BLOCK_BITS
"""Bytes read at a time."""
BLOCKS_KEPT = 1 << 11
"""Trees of deltas are wound into each other: 32 MiB hold most of what is needed again soon."""
WINDOW = 1 << 16
"""Bytes read at a time where all headers are read, one after the other."""
LONGEST_HEADER = 64
"""Bytes; 10 for the size and 10 for the distance, or 32 for the id, of the base."""


SMALL = 128
"""Bytes. zlib inflates less than that faster than isal, which is made for bulk."""


INFLATE_ERRORS: tuple[type[Exception], ...] = (
    zlib.error,
    cast(type[Exception], fast_zlib.error),
    MemoryError,
    OverflowError,
)


class EntryKind(IntEnum):
    """The type of an entry, as written in its header."""

    INVALID = 0
    COMMIT = 1
    TREE = 2
    BLOB = 3
    TAG = 4
    OFS_DELTA = 6
    REF_DELTA = 7


TYPES = {
    EntryKind.COMMIT: "commit",
    EntryKind.TREE: "tree",
    EntryKind.BLOB: "blob",
    EntryKind.TAG: "tag",
}
"""Kinds that are an object of their own, and git's word for it."""


def entry_kind_of(type_: str) -> EntryKind:
    """The kind that git has this word for."""
    return next(kind for kind, word in TYPES.items() if word == type_)


class PackFile:
    """An open pack. It stays readable when git removes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.size = os.fstat(self._descriptor).st_size
        self._blocks: dict[int, bytes] = {}

    def __reduce__(self) -> tuple[type[PackFile], tuple[Path]]:
        return PackFile, (self.path,)

    def close(self) -> None:
        """Gives the file back."""
        os.close(self._descriptor)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to ``end``; fewer at the end of the file."""
        number = start >> BLOCK_BITS
        block = self._blocks.get(number)
        if block is None:
            block = self._load(number)
        offset = number << BLOCK_BITS
        if end - offset <= BLOCK:
            return block[start - offset : end - offset]
        return self.read_uncached(start, end)

    def read_uncached(self, start: int, end: int) -> bytes:
        """Like ``read``, for what is read once.

        What the disk does not give is missing here, as at the end of a pack that was cut off: a
        removed file on NFS fails in this way, and all that is read is checked in any case.
        """
        length = max(0, min(end, self.size) - start)
        try:
            if hasattr(os, "pread"):
                return os.pread(self._descriptor, length, start)
            os.lseek(self._descriptor, start, os.SEEK_SET)
            return os.read(self._descriptor, length)
        except OSError:
            return b""

    def _load(self, number: int) -> bytes:
        if len(self._blocks) >= BLOCKS_KEPT:
            del self._blocks[next(iter(self._blocks))]
        block = self._blocks[number] = self.read_uncached(
            number << BLOCK_BITS, number + 1 << BLOCK_BITS
        )
        return block


def longest_stored(size: int) -> int:
    """Bytes that ``size`` bytes can have at most when they are deflated.

    What deflate can't shrink grows by 5 bytes in 16 KiB, and 6 for the whole: RFC 1950 and 1951.
    """
    return size + size // 1000 + 64


def inflate_entry(data: bytes, size: int) -> bytes:
    """The content of an entry, which must have ``size`` bytes. Raises ``CorruptObjectError``."""
    decompress = zlib.decompress if size < SMALL else fast_zlib.decompress
    try:
        content = decompress(data, zlib.MAX_WBITS, size or 1)
    except INFLATE_ERRORS as failure:
        raise CorruptObjectError("its compressed data is damaged") from failure
    if len(content) != size:
        raise CorruptObjectError("it does not have the size that it announces")
    return content


@dataclass(slots=True)
class Headers:
    """The headers of entries that follow each other in a pack, a column each."""

    kinds: bytearray = field(default_factory=bytearray)
    lengths: bytearray = field(default_factory=bytearray)
    """Bytes of the header itself, the base's distance or id included."""
    sizes: array[int] = field(default_factory=lambda: array("Q"))
    """Bytes of the inflated content: of the delta if it is one."""
    parents: array[int] = field(default_factory=lambda: array("i"))
    """The number of an ``OFS_DELTA``'s base, -1 for all others and for one in ``distant``."""
    distant: dict[int, int] = field(default_factory=dict)
    """Number of an ``OFS_DELTA`` -> offset of its base, which these headers don't include."""
    base_ids: dict[int, bytes] = field(default_factory=dict)
    """Number of a ``REF_DELTA`` -> binary id of its base."""

    def extend(self, other: Headers) -> None:
        """Appends the headers that follow."""
        self.kinds += other.kinds
        self.lengths += other.lengths
        self.sizes += other.sizes
        self.parents += other.parents
        self.distant |= other.distant
        self.base_ids |= other.base_ids


def read_headers(pack: PackFile, offsets: Sequence[int], id_length: int, first: int = 0) -> Headers:
    """The headers at ``offsets``, in ascending order; they are numbered from ``first``.

    One that can't be read becomes ``INVALID``. This loop runs once for every object of a
    repository, so it does without calls.
    """
    headers = Headers()
    add_kind, add_length = headers.kinds.append, headers.lengths.append
    add_size, add_parent = headers.sizes.append, headers.parents.append
    number_at = dict(zip(offsets, range(first, first + len(offsets)), strict=True)).get
    window, origin, limit = b"", 0, -1
    for number, offset in enumerate(offsets, first):
        if offset > limit:
            origin = offset
            window = pack.read_uncached(origin, origin + WINDOW + LONGEST_HEADER)
            limit = origin + WINDOW
        start = position = offset - origin
        parent = -1
        try:
            byte = window[position]
            position += 1
            kind = byte >> 4 & 7
            size = byte & 15
            if byte > 127:
                byte = window[position]
                position += 1
                size |= (byte & 127) << 4
                shift = 11
                while byte > 127:
                    byte = window[position]
                    position += 1
                    size |= (byte & 127) << shift
                    shift += 7
            if kind == 6:
                byte = window[position]
                position += 1
                distance = byte & 127
                while byte > 127:
                    byte = window[position]
                    position += 1
                    distance = (distance + 1 << 7) | (byte & 127)
                parent = number_at(offset - distance, -1)
                if parent < 0:
                    headers.distant[number] = offset - distance
            elif kind == 7:
                headers.base_ids[number] = window[position : position + id_length]
                position += id_length
            add_size(size)
        except (IndexError, OverflowError):
            add_size(0)
            kind, position = 0, start
        add_kind(kind)
        add_length(min(position - start, 255))
        add_parent(parent)
    return headers
