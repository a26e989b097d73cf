"""What trees recorded, as far as it is looked for: by the core where it was built."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from operator import or_, sub

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.provenance.recorded import END, SPARE, RecordedRefs
from keyguard.model.record import NamedTuple


def flags_of(numbers: Iterable[int], count: int) -> bytearray:
    """1 for each of these numbers, of ``count`` that there are, and for ``END``."""
    flags = bytearray(count + SPARE)
    for number in numbers:
        flags[number] = 1
    flags[END] = 1
    return flags


class TreeRefs(NamedTuple):
    """What trees named, in 4 bytes a number: two columns."""

    named: bytes
    """What each of them named, with ``END`` behind it."""
    trees: bytes
    """The trees, in the same order."""

    @classmethod
    def of(cls, recorded: RecordedRefs) -> TreeRefs:
        """All that a task recorded of its trees."""
        return cls(recorded.named.tobytes(), recorded.trees.tobytes())

    def flagged(self, flags: bytes) -> TreeRefs:
        """What is flagged, as ``flags_of``, and the trees that named any of it."""
        core = compiled_core()
        if core is None:
            return _flagged(self, flags)
        return TreeRefs(*core.flagged_refs(self.named, self.trees, flags, END))

    def numbers(self) -> Sequence[int]:
        """The trees."""
        return array("i", self.trees)

    def each(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Each tree with what it named."""
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
