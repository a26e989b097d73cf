"""The entries that a pack consists of.

Format: gitformat-pack(5), "pack-*.pack files have the following format".
"""

from __future__ import annotations

from enum import IntEnum

from keyguard.model.record import NamedTuple

LONGEST_HEADER = 64
"""Bytes; 10 for the size and 10 for the distance, or 32 for the id, of the base."""


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


class Entry(NamedTuple):
    """What is stored of an object: all of it, or a delta of another one."""

    kind: EntryKind
    content: bytes
    base: int | bytes
    """Offset or binary id of the object that it is a delta of; 0 if it is none."""


def read_header(data: bytes, position: int) -> tuple[int, int, int]:
    """Kind and size of the entry at ``position``, and where its content or its base is named.

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
    """Bytes that ``size`` bytes can have at most when they are deflated.

    What deflate can't shrink grows by 5 bytes in 16 KiB, and 6 for the whole: RFC 1950 and 1951.
    """
    return size + size // 1000 + 64
