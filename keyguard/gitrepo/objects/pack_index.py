"""The index of a pack: which objects it holds, and where.

Format: gitformat-pack(5), "Version 1 pack-*.idx files", "Version 2" and "pack-*.rev files".
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter, lt
from pathlib import Path

MAGIC = b"\377tOc"
REVERSE_MAGIC = b"RIDX"
FANOUT = 256
ID_LENGTHS = (20, 32)
"""Bytes of an object id: SHA-1, SHA-256."""

_LARGE = 1 << 31
"""Set in a 32-bit offset that is a row of the table of 64-bit offsets."""


class CorruptIndexError(Exception):
    """The index can't be used; the text says why."""


@dataclass(frozen=True, slots=True)
class PackIndex:
    """Ids and offsets of a pack's objects. A *row* counts in the order of the ids."""

    id_length: int
    ids: bytes = field(repr=False)
    """All ids, in binary, sorted, without a gap."""
    offsets: Sequence[int] = field(repr=False)
    """Where the entry of each row begins in the pack."""
    fanout: Sequence[int] = field(repr=False)
    """How many ids begin with this byte or a lower one."""

    def __len__(self) -> int:
        return len(self.offsets)

    def id_at(self, row: int) -> bytes:
        """The binary id of a row."""
        start = row * self.id_length
        return self.ids[start : start + self.id_length]

    def all_ids(self) -> list[bytes]:
        """Every binary id, sorted."""
        width = self.id_length
        return [self.ids[start : start + width] for start in range(0, len(self.ids), width)]

    def find(self, id_: bytes) -> int | None:
        """The row of a binary id; None if the pack doesn't hold it."""
        low = self.fanout[id_[0] - 1] if id_[0] else 0
        high = self.fanout[id_[0]]
        while low < high:
            middle = (low + high) // 2
            found = self.id_at(middle)
            if found == id_:
                return middle
            if found < id_:
                low = middle + 1
            else:
                high = middle
        return None


def read_pack_index(path: Path) -> PackIndex:
    """The index at ``path``. Raises ``CorruptIndexError``, and ``OSError`` if it can't be read."""
    data = path.read_bytes()
    try:
        index = _version_2(data) if data.startswith(MAGIC) else _version_1(data)
    except struct.error as error:
        raise CorruptIndexError("the pack's index is too short") from error
    if any(map(lt, index.fanout[1:], index.fanout)):
        raise CorruptIndexError("the pack's index is damaged")
    return index


def in_pack_order(index: PackIndex, reverse_index: Path) -> tuple[Sequence[int], Sequence[int]]:
    """The rows, and the offsets, in the order of the pack.

    Taken from git's own reverse index where there is a sound one: to sort them takes longer than
    all else that is done with an index.
    """
    count = len(index)
    try:
        rows = _read_reverse(reverse_index.read_bytes(), count)
        offsets = _pick(index.offsets, rows)
    except (OSError, IndexError):
        pass
    else:
        if len(rows) == count and all(map(lt, offsets, offsets[1:])):
            return rows, offsets
    rows = array("I", sorted(range(count), key=index.offsets.__getitem__))
    return rows, _pick(index.offsets, rows)


def _pick(values: Sequence[int], positions: Sequence[int]) -> tuple[int, ...]:
    """The values at these positions, taken at the speed of C."""
    if len(positions) < 2:
        return tuple(values[position] for position in positions)
    picked: tuple[int, ...] = itemgetter(*positions)(values)
    return picked


def _version_2(data: bytes) -> PackIndex:
    _, version = struct.unpack_from(">4sI", data)
    if version != 2:
        raise CorruptIndexError(f"the pack's index has version {version}, which is not known")
    fanout = struct.unpack_from(f">{FANOUT}I", data, 8)
    count = fanout[-1]
    for id_length in ID_LENGTHS:
        crcs = 8 + 4 * FANOUT + count * id_length
        large = crcs + 8 * count
        spare = len(data) - large - 2 * id_length
        if 0 <= spare <= 8 * count and spare % 8 == 0:
            break
    else:
        raise CorruptIndexError("the size of the pack's index does not fit its number of objects")
    offsets: Sequence[int] = numbers("I", data[crcs + 4 * count : large])
    if spare:
        table = numbers("Q", data[large : large + spare])
        try:
            offsets = array("Q", [_resolve(offset, table) for offset in offsets])
        except IndexError as error:
            raise CorruptIndexError("the pack's index lacks a 64-bit offset") from error
    return PackIndex(id_length, data[crcs - count * id_length : crcs], offsets, fanout)


def _version_1(data: bytes) -> PackIndex:
    fanout = struct.unpack_from(f">{FANOUT}I", data)
    count = fanout[-1]
    for id_length in ID_LENGTHS:
        end = 4 * FANOUT + count * (4 + id_length)
        if len(data) == end + 2 * id_length:
            break
    else:
        raise CorruptIndexError("the size of the pack's index does not fit its number of objects")
    rows = list(struct.iter_unpack(f">I{id_length}s", data[4 * FANOUT : end]))
    return PackIndex(
        id_length, b"".join(id_ for _, id_ in rows), array("I", [row[0] for row in rows]), fanout
    )


def _resolve(offset: int, table: Sequence[int]) -> int:
    return table[offset - _LARGE] if offset >= _LARGE else offset


def _read_reverse(data: bytes, count: int) -> array[int]:
    header = struct.calcsize(">4sII")
    if not data.startswith(REVERSE_MAGIC + b"\0\0\0\1"):
        return array("I")
    return numbers("I", data[header : header + 4 * count])


def numbers(typecode: str, data: bytes) -> array[int]:
    """Numbers in network byte order. Sizes of array items are those of every common platform."""
    numbers: array[int] = array(typecode)
    numbers.frombytes(data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
