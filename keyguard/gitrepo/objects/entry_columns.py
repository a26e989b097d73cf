"""The headers of many entries of a pack, in columns, and their content, inflated fast."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import cast

from keyguard.gitformat.pack_entry import LONGEST_HEADER, EntryKind, read_header
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitformat.varint import read_offset
from keyguard.gitrepo.objects.pack_file import PackFile

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # a platform without a wheel
    fast_zlib = zlib  # type: ignore[misc]

__all__ = ["INFLATE_ERRORS", "Headers", "fast_zlib", "inflate_entry", "read_headers"]

WINDOW = 1 << 16
"""Bytes read at a time when all headers are read one after the other."""

SMALL = 128
"""Bytes. zlib inflates less than this faster than isal, which is made for bulk."""

INFLATE_ERRORS: tuple[type[Exception], ...] = (
    zlib.error,
    cast(type[Exception], fast_zlib.error),
    MemoryError,
    OverflowError,
)


class Headers:
    """The headers of entries that follow each other in a pack, one column for each property."""

    __slots__ = ("base_ids", "distant", "kinds", "lengths", "parents", "sizes")

    def __init__(self) -> None:
        self.kinds = bytearray()
        self.lengths = bytearray()
        """Bytes of the header itself, the base's distance or id included."""
        self.sizes = array("Q")
        """Bytes of the inflated content: of the delta if it is one."""
        self.parents = array("i")
        """The number of an ``OFS_DELTA``'s base, -1 for all others and for one in ``distant``."""
        self.distant: dict[int, int] = {}
        """Number of an ``OFS_DELTA`` -> offset of its base, which these headers don't include."""
        self.base_ids: dict[int, bytes] = {}
        """Number of a ``REF_DELTA`` -> binary id of its base."""

    def extend(self, other: Headers) -> None:
        """Appends the headers that follow."""
        self.kinds += other.kinds
        self.lengths += other.lengths
        self.sizes += other.sizes
        self.parents += other.parents
        self.distant |= other.distant
        self.base_ids |= other.base_ids


def read_headers(pack: PackFile, offsets: Sequence[int], id_length: int, first: int) -> Headers:
    """The headers at ``offsets``, which ascend; entries are numbered from ``first``.

    A header that can't be read becomes ``INVALID``.
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
        start = offset - origin
        parent = -1
        try:
            kind, size, position = read_header(window, start)
            if kind == 6:  # numbers, since this is done for every object of a repository
                distance, position = read_offset(window, position)
                parent = number_at(offset - distance, -1) if distance else -1  # not its own base
                if parent < 0:
                    headers.distant[number] = offset - distance
            elif kind == 7:
                base_id = window[position : position + id_length]
                if len(base_id) < id_length:
                    raise IndexError("the pack ends within the id of a base")
                headers.base_ids[number] = base_id
                position += id_length
            add_size(size)
        except (IndexError, OverflowError):
            add_size(0)
            kind, position = EntryKind.INVALID, start
        add_kind(kind)
        add_length(min(position - start, 255))
        add_parent(parent)
    return headers


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
