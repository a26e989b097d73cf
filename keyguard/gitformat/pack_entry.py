"""The entries of a pack.

Format: gitformat-pack(5), "pack-*.pack files have the following format".
"""

from __future__ import annotations

from enum import IntEnum

from keyguard.model.record import NamedTuple

LONGEST_HEADER = 64
"""Bytes of a header: 10 for the size and 10 for the base's distance, or 32 for its id."""


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
"""git's words for the kinds that are whole objects."""


def entry_kind_of(type_: str) -> EntryKind:
    """The kind for a word of git's."""
    return next(kind for kind, word in TYPES.items() if word == type_)


class Entry(NamedTuple):
    """The stored form of an object: all of it, or a delta of another one."""

    kind: EntryKind
    content: bytes
    base: int | bytes
    """The offset or the binary id of the object that it is a delta of; 0 if it is none."""


def read_header(data: bytes, position: int) -> tuple[int, int, int]:
    """The kind and size of the entry at ``position``, and where its content begins or its base is
    named.

    Raises ``IndexError`` if it is cut off.
    """
    byte = data[position]
    kind, size, shift = byte >> 4 & 7, byte & 15, 4
    position += 1
    while byte > 127:
        byte = data[position]
        size |= (byte & 127) << shift
        shift += 7
        position += 1
    return kind, size, position


def longest_stored(size: int) -> int:
    """The most bytes that ``size`` bytes can take when they are deflated.

    What deflate can't shrink grows by 5 bytes in 16 KiB, and 6 for the whole: RFC 1950 and 1951.
    """
    return size + size // 1000 + 64
