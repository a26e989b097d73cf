"""The packs of a repository, prepared so that each object is read from one of them only."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.compiled_columns import oid_numbers
from keyguard.gitrepo.history.delta_forest import as_array, shared
from keyguard.gitrepo.history.oid_numbers import MISSING, OidNumbers
from keyguard.gitrepo.objects.pack_dir import Pack
from keyguard.gitrepo.objects.pack_index import PackIndex
from keyguard.gitrepo.objects.pack_order import in_pack_order
from keyguard.model.record import NamedTuple

AT_A_TIME = 10_000
"""Ids that are looked up together, so that few of them are held one by one."""


class ReadBefore(NamedTuple):
    """Packs that need not be read again."""

    packs: Collection[bytes] = ()
    """The checksums of packs that were read in full."""
    others: Sequence[PackIndex] = ()
    """The indexes of packs that were read and have gone since: their objects are in other packs
    now."""


class PackPart(NamedTuple):
    """One pack, laid out in the order of the pack itself."""

    pack: Pack
    rows: Sequence[int]
    """For each entry its row in the index."""
    offsets: Sequence[int]
    """Where each entry begins, and behind them where the last one ends."""
    known: bytes
    """1 for each entry that is read from elsewhere; empty if there is none."""
    first: int
    """The number that the index's first row has in ``OidNumbers``."""

    def __reduce__(self) -> tuple[type[PackPart], tuple[object, ...]]:
        return PackPart, (self.pack, self.rows, as_array(self.offsets), self.known, self.first)

    def id_of(self, entry: int) -> str:
        """The id of an entry."""
        return self.pack.index.id_at(self.rows[entry]).hex()

    def numbers_of(self, entries: Iterable[int]) -> list[int]:
        """The numbers in ``OidNumbers`` of those entries that are not read from elsewhere."""
        return [self.first + row for row in map(self.rows.__getitem__, entries)]

    def entry_of(self, number: int) -> int:
        """The entry that has a number in ``OidNumbers``."""
        row = number - self.first
        entry = bisect_left(self.offsets, self.pack.index.offset_at(row), 0, len(self.rows))
        while self.rows[entry] != row:  # damaged indexes have rows with one offset
            entry += 1
        return entry


def split_packs(packs: Iterable[Pack], before: ReadBefore | None) -> tuple[list[Pack], list[Pack]]:
    """The packs to be read, the smallest first, and the packs that were read before."""
    by_size = sorted(packs, key=lambda pack: (len(pack.index), pack.file.path))
    checksums = before.packs if before else ()
    read = [pack for pack in by_size if pack.index.pack_checksum in checksums]
    return [pack for pack in by_size if pack not in read], read


def parts_of(
    packs: Sequence[Pack], loose: Sequence[str], others: Sequence[PackIndex]
) -> list[PackPart]:
    """The packs, the smallest first; an object that is in several is marked as known in all but
    one.

    Objects in ``loose`` are read as loose ones, and objects in ``others`` are not read at all. The
    ids of the last pack, nearly always most of all ids, need not be remembered.
    """
    seen = {bytes.fromhex(id_) for id_ in loose}
    earlier = oid_numbers(others, []) if others else None
    parts = []
    first = 0
    for pack in packs:
        rows, offsets = in_pack_order(pack.index)
        end = max(0, pack.file.size - pack.index.id_length)
        known = b""
        if seen and (twice := _rows_of(pack.index, seen)):
            known = bytes(row in twice for row in rows)
        if earlier is not None:
            in_earlier = chain.from_iterable(_flags(earlier, pack.index, rows))
            known = bytes(map(max, known or bytes(len(rows)), in_earlier))
        if pack is not packs[-1]:
            seen.update(pack.index.all_ids())
        bounds = array("Q", offsets)
        bounds.append(end)
        ends = shared(bounds) if compiled_core() else bounds
        parts.append(PackPart(pack, rows, ends, known if any(known) else b"", first))
        first += len(rows)
    return parts


def _rows_of(index: PackIndex, ids: Iterable[bytes]) -> set[int]:
    """The rows of those of these ids that a pack holds."""
    return {*oid_numbers([index], []).numbers([*ids])} - {MISSING}


def _flags(earlier: OidNumbers, index: PackIndex, rows: Sequence[int]) -> Iterator[bytes]:
    """1 for each row whose object was read earlier."""
    for start in range(0, len(rows), AT_A_TIME):
        ids = [index.id_at(row) for row in rows[start : start + AT_A_TIME]]
        yield bytes(number != MISSING for number in earlier.numbers(ids))
