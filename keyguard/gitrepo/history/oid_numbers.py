"""Numbers every id that a repository stores, so that notes about all of them stay small."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from keyguard.gitrepo.objects.pack_index import PackIndex, numbers

MISSING = -1
"""The number of an id that is not stored."""
FEW = 10_000
"""Ids of a pack that may be kept one by one; a larger pack's ids stay in its index."""
PREFIXES = 1 << 16


class OidNumbers:
    """Numbers all ids from 0, in hardly more memory than the indexes take."""

    def __init__(self, indexes: Sequence[PackIndex], loose: Sequence[bytes]) -> None:
        """An id that is stored several times has the number of its loose copy, else of that in the
        first of the ``indexes``, of which the smallest come first."""
        self._number(indexes, loose)
        self._few: dict[bytes, int] = {}
        self._many: list[tuple[bytes, array[int], int]] = []
        for index, first in zip(indexes, self.firsts, strict=False):
            if len(index) > FEW:
                self._many.append((index.ids, _beginnings(index), first))
            else:
                for row, id_ in enumerate(index.all_ids(), first):
                    self._few.setdefault(id_, row)
        self._few.update(zip(loose, range(self.firsts[-1], self.count), strict=True))

    def _number(self, indexes: Sequence[PackIndex], loose: Sequence[bytes]) -> None:
        self.firsts = list(accumulate(map(len, indexes), initial=0))
        """The number of each index's first row, and of the first loose id."""
        self.count = self.firsts[-1] + len(loose)
        self._indexes = indexes
        self._loose = loose

    def numbers(self, ids: Sequence[bytes]) -> list[int]:
        """The number of each id, in binary; ``MISSING`` if it is not stored."""
        few = self._few.get
        found = [few(id_, MISSING) for id_ in ids] if self._few else []
        for all_ids, begins, first in self._many:
            find = all_ids.find
            width = len(ids[0]) if ids else 1
            places = [
                find(id_, begins[prefix := id_[0] << 8 | id_[1]], begins[prefix + 1]) for id_ in ids
            ]
            rows = [first + place // width if place >= 0 else MISSING for place in places]
            if found:
                both = zip(found, rows, strict=True)
                rows = [known if known != MISSING else row for known, row in both]
            found = rows
        return found or [MISSING] * len(ids)

    def lacks(self, ids: Iterable[bytes]) -> list[bytes]:
        """The ids among these, in binary, that are not stored."""
        asked = list(ids)
        found = zip(asked, self.numbers(asked), strict=True)
        return [id_ for id_, number in found if number == MISSING]

    def id_of(self, number: int) -> bytes:
        """The binary id that has a number."""
        if number >= self.firsts[-1]:
            return self._loose[number - self.firsts[-1]]
        position = bisect_right(self.firsts, number) - 1
        return self._indexes[position].id_at(number - self.firsts[position])

    def ids_of(self, numbers: Iterable[int]) -> list[bytes]:
        """The binary ids that some numbers have, faster than one by one if there are many."""
        firsts, packed = self.firsts, self.firsts[-1]
        tables = [(*index.id_table, index.id_length) for index in self._indexes]
        found = []
        for number in numbers:
            if number >= packed:
                found.append(self._loose[number - packed])
                continue
            position = bisect_right(firsts, number) - 1
            ids, start, width = tables[position]
            start += (number - firsts[position]) * width
            found.append(ids[start : start + width])
        return found


def _beginnings(index: PackIndex) -> array[int]:
    """For each two bytes that an id can begin with: where those ids begin in ``index.ids``."""
    width = index.id_length
    prefixes = bytearray(2 * len(index))
    prefixes[0::2], prefixes[1::2] = index.ids[0::width], index.ids[1::width]
    ascending = numbers("H", bytes(prefixes))
    return array("Q", [bisect_left(ascending, prefix) * width for prefix in range(PREFIXES + 1)])
