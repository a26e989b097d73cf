"""The order of a pack: the rows of its index by where their entries begin.

Format: gitformat-pack(5), "pack-*.rev files have the format".
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import itemgetter, lt

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.objects.pack_index import PackIndex, numbers
from keyguard.gitrepo.regular_files import read_regular

_MAGIC = b"RIDX\0\0\0\1"
_HEADER = len(_MAGIC) + 4
"""Bytes: the version is followed by the hash that the ids are made with."""


def in_pack_order(index: PackIndex) -> tuple[Sequence[int], Sequence[int]]:
    """The rows, and the offsets, in the order of the pack.

    They are taken from git's own reverse index if there is a sound one: sorting them takes longer
    than everything else that is done with an index.
    """
    count = len(index)
    rows = _read_reverse(index.path.removesuffix(".idx") + ".rev", count)
    if core := compiled_core():
        kept = index.offsets
        assert isinstance(kept, array)
        ordered = core.pack_order(kept.tobytes(), kept.itemsize, rows.tobytes())
        return array("I", ordered[0]), array("Q", ordered[1])
    try:
        offsets = _pick(index.offsets, rows)
    except IndexError:
        pass
    else:
        if len(rows) == count and all(map(lt, offsets, offsets[1:])):
            return rows, offsets
    rows = array("I", sorted(range(count), key=index.offsets.__getitem__))
    return rows, _pick(index.offsets, rows)


def _read_reverse(path: str, count: int) -> array[int]:
    """The rows in git's reverse index; none if there is no such file."""
    try:
        data = read_regular(path)
    except OSError:
        return array("I")
    if not data.startswith(_MAGIC):
        return array("I")
    rows = data[_HEADER : _HEADER + 4 * count]
    return numbers("I", rows) if len(rows) == 4 * count else array("I")


def _pick(values: Sequence[int], positions: Sequence[int]) -> tuple[int, ...]:
    """The values at these positions, taken at the speed of C."""
    if len(positions) < 2:
        return tuple(values[position] for position in positions)
    picked: tuple[int, ...] = itemgetter(*positions)(values)
    return picked
