"""A pack file and its entries.

Format: gitformat-pack(5), "pack-*.pack files have the following format".
"""

from __future__ import annotations

import os
import zlib

from keyguard.gitformat.pack_entry import Entry, EntryKind, longest_stored, read_header
from keyguard.gitformat.types import CorruptObjectError, too_large
from keyguard.gitformat.varint import read_offset
from keyguard.gitrepo.regular_files import open_regular

BLOCK_BITS = 14
BLOCK = 1 << BLOCK_BITS
"""Bytes in a block, which is read at a time."""
BLOCKS_KEPT = 1 << 11
"""Blocks that are kept. Delta trees are interleaved: 32 MiB hold most of what is soon needed."""
PIECE = 4096
"""Bytes of an entry that are read at first; most trees and commits are shorter."""

CLOSED = -1
"""Takes the place of the descriptor once the file is closed."""


class PackFile:
    """An open pack. It stays readable when git removes the file."""

    _descriptor = CLOSED

    def __init__(self, path: str) -> None:
        """Raises ``OSError``."""
        self.path = path
        self._descriptor = open_regular(path)
        self.size = os.fstat(self._descriptor).st_size
        self._blocks: dict[int, bytes] = {}

    def __reduce__(self) -> tuple[type[PackFile], tuple[str]]:
        return PackFile, (self.path,)

    @property
    def descriptor(self) -> int:
        """The descriptor of the open file, for callers that leave its position alone."""
        return self._descriptor

    def close(self) -> None:
        """Closes the file, if it is open."""
        descriptor, self._descriptor = self._descriptor, CLOSED
        if descriptor != CLOSED:
            os.close(descriptor)

    def __del__(self) -> None:
        """A process that reads many repositories may open so many files and no more."""
        self.close()

    def entry(self, offset: int, id_length: int, max_size: int) -> Entry:
        """The entry at ``offset``; ``id_length`` is the bytes of an id.

        Raises ``CorruptObjectError`` (``TooLargeError`` for more than ``max_size`` bytes).
        """
        data = self.read_uncached(offset, offset + PIECE)
        kind, size, position, base = _header(data, offset, id_length)
        if size > max_size:
            raise too_large(size)
        end = position + longest_stored(size)
        if end > len(data):
            data += self.read_uncached(offset + len(data), offset + end)
        return Entry(kind, _inflate(data[position:], size), base)

    def header(self, offset: int, id_length: int) -> tuple[EntryKind, int, int, int | bytes]:
        """The header of the entry at ``offset``.

        It says the entry's kind, its size in bytes once inflated, where its content begins, and its
        base as in ``Entry``. Raises ``CorruptObjectError``.
        """
        data = self.read_uncached(offset, offset + PIECE)
        kind, size, position, base = _header(data, offset, id_length)
        return kind, size, offset + position, base

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
        """The bytes from ``start`` to ``end``, without keeping blocks: for what is read once.

        Bytes that the disk does not give are missing, as at the end of a truncated pack. A removed
        file on NFS fails in this way, and everything that is read is checked in any case.
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


def _header(data: bytes, offset: int, id_length: int) -> tuple[EntryKind, int, int, int | bytes]:
    """What the header of the entry at ``offset`` says, which begins ``data``."""
    try:
        number, size, position = read_header(data, 0)
        kind = EntryKind(number)
        if kind == EntryKind.OFS_DELTA:
            distance, position = read_offset(data, position)
            return kind, size, position, offset - distance
    except (IndexError, ValueError) as error:
        raise CorruptObjectError("its header is damaged") from error
    if kind == EntryKind.REF_DELTA:
        end = position + id_length
        return kind, size, end, data[position:end] or 0
    return kind, size, position, 0


def _inflate(data: bytes, size: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(data, size + 1)
    except (zlib.error, MemoryError, OverflowError) as error:
        raise CorruptObjectError("its compressed data is damaged") from error
    if len(content) != size or not inflater.eof:
        raise CorruptObjectError("it does not have the size that it announces")
    return content
