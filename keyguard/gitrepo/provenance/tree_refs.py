"""What trees recorded, reduced to what is looked for: by the core, if it was built."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from operator import or_, sub

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.provenance.recorded import END, SPARE, RecordedRefs
from keyguard.model.record import NamedTuple


def flags_of(numbers: Iterable[int], count: int) -> bytearray:
    """``count`` flags, set for each of these numbers and for ``END``."""
    flags = bytearray(count + SPARE)
    for number in numbers:
        flags[number] = 1
    flags[END] = 1
    return flags


class TreeRefs(NamedTuple):
    """The numbers that trees name, in two columns of 4 bytes a number."""

    named: bytes
    """The numbers that each tree names, with ``END`` behind them."""
    trees: bytes
    """The trees, in the order of ``named``."""

    @classmethod
    def of(cls, recorded: RecordedRefs) -> TreeRefs:
        """The references of all trees of a task."""
        return cls(recorded.named.tobytes(), recorded.trees.tobytes())

    def flagged(self, flags: bytes) -> TreeRefs:
        """Only the flagged numbers, and the trees that name any of them."""
        core = compiled_core()
        if core is None:
            return _flagged(self, flags)
        return TreeRefs(*core.flagged_refs(self.named, self.trees, flags, END))

    def numbers(self) -> Sequence[int]:
        """The numbers of the trees."""
        return array("i", self.trees)

    def each(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Each tree with the numbers that it names."""
        named, start = array("i", self.named), 0
        for tree in self.numbers():
            end = named.index(END, start)
            yield tree, named[start:end]
            start = end + 1


def _flagged(refs: TreeRefs, flags: bytes) -> TreeRefs:
    named = memoryview(refs.named).cast("i")
    kept = array("i", list(compress(named, map(flags.__getitem__, named))))
    ends = list(compress(count(), map(END.__eq__, kept)))
    lengths = map(sub, ends, [-1, *ends])
    trees = compress(memoryview(refs.trees).cast("i"), map((1).__lt__, lengths))
    is_item = list(map(END.__ne__, kept))
    is_wanted = map(or_, is_item, [False, *is_item])  # an end right behind another ends nothing
    return TreeRefs(array("i", compress(kept, is_wanted)).tobytes(), array("i", trees).tobytes())
