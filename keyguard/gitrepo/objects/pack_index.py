"""The index of a pack: which objects it holds, and where.

It is mapped into memory, so looking for one object reads the few pages that lead to it;
``read_all`` reads the rest at once. Format: gitformat-pack(5), "Version 1 pack-*.idx files" and
"Version 2".
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from mmap import ACCESS_READ, mmap
from operator import lt

from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.regular_files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array

ID_LENGTHS = (20, 32)
"""Bytes of an object id: SHA-1, SHA-256."""

_FAR = 1 << 31
"""Set in a 32-bit offset that is a row of the table of 64-bit offsets."""

_MAGIC = b"\377tOc"
_VERSION_2 = 2
_FANOUT = 256
"""How many ids begin with a byte or a lower one, for each byte: numbers of 4 bytes."""


class CorruptIndexError(CorruptObjectError):
    """The index can't be used; the text says why."""


class PackIndex:
    """Ids and offsets of a pack's objects. A *row* counts in the order of the ids."""

    def __init__(self, path: str) -> None:
        """Raises ``CorruptIndexError``, and ``OSError`` if the file can't be read."""
        self.path = path
        self._data: bytes | mmap = _mapped(path)
        is_first_version = self._data[:4] != _MAGIC
        if not is_first_version and self._number(4) != _VERSION_2:
            raise CorruptIndexError(
                f"the pack's index has version {self._number(4)}, which is not known"
            )
        self._fanout = 0 if is_first_version else 8
        self._count = self._number(self._fanout + 4 * (_FANOUT - 1))
        self.id_length = self._fitting(self._size_1 if is_first_version else self._size_2)
        tables = self._fanout + 4 * _FANOUT
        if is_first_version:
            self._offsets, self._ids = tables, tables + 4
            self._id_step = self._offset_step = 4 + self.id_length
        else:
            self._ids = tables
            self._offsets = tables + self._count * (self.id_length + 4)  # behind the checksums
            self._id_step, self._offset_step = self.id_length, 4

    def __len__(self) -> int:
        return self._count

    def __reduce__(self) -> tuple[type[PackIndex], tuple[str]]:
        return PackIndex, (self.path,)

    def read_all(self) -> None:
        """Reads the rest of the file and closes it. Raises ``CorruptIndexError``."""
        fanout = [self._number(self._fanout + 4 * byte) for byte in range(_FANOUT)]
        if any(map(lt, fanout[1:], fanout)):
            raise CorruptIndexError("the pack's index is damaged")
        if len(self.offsets) != self._count:
            raise CorruptIndexError("the pack's index is too short")
        if isinstance(self._data, mmap):
            mapped, self._data = self._data, self._data[:]
            mapped.close()

    def find(self, id_: bytes) -> int | None:
        """The row of a binary id; None if the pack doesn't hold it."""
        low = self._number(self._fanout + 4 * (id_[0] - 1)) if id_[0] else 0
        high = self._number(self._fanout + 4 * id_[0])
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

    def offset_of(self, id_: bytes) -> int | None:
        """Where the entry of a binary id begins in the pack; None if the pack doesn't hold it.
        Raises ``CorruptIndexError``."""
        row = self.find(id_)
        return None if row is None else self.offset_at(row)

    def id_at(self, row: int) -> bytes:
        """The binary id of a row."""
        start = self._ids + row * self._id_step
        return self._data[start : start + self.id_length]

    def offset_at(self, row: int) -> int:
        """Where the entry of a row begins in the pack. Raises ``CorruptIndexError``."""
        offset = self._number(self._offsets + row * self._offset_step)
        if offset < _FAR or self._offset_step != 4:
            return offset
        return self._number(self._offsets + 4 * self._count + 8 * (offset - _FAR), 8)

    @property
    def content(self) -> bytes:
        """All of the file."""
        return self._data[:]

    @property
    def pack_checksum(self) -> bytes:
        """The checksum at the pack's end; the index repeats it before its own."""
        end = len(self._data) - self.id_length
        return self._data[end - self.id_length : end]

    @cached_property
    def ids(self) -> bytes:
        """All ids, in binary, sorted and concatenated."""
        if self._id_step == self.id_length:
            return self._data[self._ids : self._ids + self._count * self.id_length]
        return b"".join(map(self.id_at, range(self._count)))

    @property
    def id_table(self) -> tuple[bytes, int]:
        """Bytes that contain all ids, in binary, sorted and concatenated, and where these begin.

        Nothing is copied if all of the file was read.
        """
        if isinstance(self._data, bytes) and self._id_step == self.id_length:
            return self._data, self._ids
        return self.ids, 0

    def all_ids(self) -> list[bytes]:
        """Every binary id, sorted."""
        ids, width = self.ids, self.id_length
        return [ids[start : start + width] for start in range(0, len(ids), width)]

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Where the entry of each row begins. Raises ``CorruptIndexError``."""
        from array import array  # not for one object

        if self._offset_step != 4:
            return array("I", map(self.offset_at, range(self._count)))
        end = self._offsets + 4 * self._count
        near = numbers("I", self._data[self._offsets : end])
        far = numbers("Q", self._data[end : len(self._data) - 2 * self.id_length])
        if not far:
            return near
        try:
            return array("Q", [far[each - _FAR] if each >= _FAR else each for each in near])
        except IndexError as error:
            raise CorruptIndexError("the pack's index lacks a 64-bit offset") from error

    def _fitting(self, is_size_of: Callable[[int], bool]) -> int:
        for id_length in ID_LENGTHS:
            if is_size_of(id_length):
                return id_length
        raise CorruptIndexError("the size of the pack's index does not fit its number of objects")

    def _size_1(self, id_length: int) -> bool:
        return len(self._data) == 4 * _FANOUT + self._count * (4 + id_length) + 2 * id_length

    def _size_2(self, id_length: int) -> bool:
        """Ids, checksums and offsets, and as many offsets of 64 bits as there are too far ones."""
        whole = 8 + 4 * _FANOUT + self._count * (id_length + 8) + 2 * id_length
        spare = len(self._data) - whole
        return 0 <= spare <= 8 * self._count and spare % 8 == 0

    def _number(self, start: int, length: int = 4) -> int:
        data = self._data[start : start + length]
        if len(data) < length:
            raise CorruptIndexError("the pack's index is too short")
        return int.from_bytes(data, "big")


def _mapped(path: str) -> mmap:
    with open(open_regular(path), "rb", buffering=0) as file:
        try:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
        except ValueError as error:  # nothing can be mapped of an empty file
            raise CorruptIndexError("the pack's index is too short") from error


def numbers(typecode: str, data: bytes) -> array[int]:
    """Numbers from network byte order. Array items have these sizes on every common platform."""
    from array import array  # as above

    found: array[int] = array(typecode)
    found.frombytes(data)
    if sys.byteorder == "little":
        found.byteswap()
    return found
