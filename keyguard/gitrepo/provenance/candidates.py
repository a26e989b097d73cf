"""Which trees may hold an object, directly or in a folder below: by what they recorded.

A tree did not record what it has from the tree that it is a delta of, so every descendant of a tree
that may hold an object may hold it too. Reading the trees shows which really do.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.delta_forest import bytes_of
from keyguard.gitrepo.history.work import Work
from keyguard.gitrepo.provenance.recorded import END, RecordedRefs
from keyguard.gitrepo.provenance.tree_refs import TreeRefs, flags_of
from keyguard.model.record import NamedTuple

Result = TypeVar("Result")


class Candidates(NamedTuple):
    """The objects that may lead to what is wanted, and what trees recorded."""

    flags: bytes
    """A flag for each object that is wanted or may hold a wanted one, as ``flags_of``."""
    refs: Sequence[TreeRefs]
    """The references that the trees of each task recorded."""


def find_candidates(
    work: Work[Result], recorded: Iterable[RecordedRefs], wanted: Collection[int]
) -> Candidates:
    """The objects that may hold any of the ``wanted`` ones or have a striking name."""
    tasks, striking = [], array("i")
    for each in recorded:
        striking.extend(each.striking)
        tasks.append(TreeRefs.of(each))
    if work.compiled:
        return Candidates(_by_core(work, wanted, striking, tasks), tasks)
    count = work.stored.count
    spread = _Spread(work, flags_of(wanted, count))
    new = spread.mark(striking).union(wanted)
    while new:  # each round marks the folders around those that the last one marked
        flags = bytes(flags_of(new, count))
        new = set()
        for refs in tasks:
            new |= spread.mark(refs.flagged(flags).numbers())
    return Candidates(bytes(spread.flags), tasks)


def _by_core(
    work: Work[Result], wanted: Iterable[int], striking: array[int], tasks: Sequence[TreeRefs]
) -> bytes:
    core = compiled_core()
    assert core is not None
    numbers = array("i", wanted)
    parts = zip(work.parts, work.compiled, strict=True)
    flags: bytes = core.find_candidates(
        bytes(flags_of(numbers, work.stored.count)),
        numbers.tobytes(),
        striking.tobytes(),
        [tuple(refs) for refs in tasks],
        [(part.first, bytes_of(part.rows), forest.columns) for part, forest in parts],
        END,
    )
    return flags


class _Spread:
    """Flags trees and all that descend from them as deltas."""

    def __init__(self, work: Work[Result], flags: bytearray) -> None:
        self._work = work
        self.flags = flags
        self._firsts = [part.first for part in work.parts]
        self._packed = work.stored.firsts[-1]

    def mark(self, trees: Iterable[int]) -> set[int]:
        """Flags the trees and their descendants; returns those that had no flag before."""
        found = {tree for tree in trees if not self.flags[tree]}
        for tree in list(found):
            if not self.flags[tree]:
                self.flags[tree] = 1
                if tree < self._packed:
                    found.update(self._mark_made_from(tree))
        return found

    def _mark_made_from(self, tree: int) -> list[int]:
        position = bisect_right(self._firsts, tree) - 1
        part, forest = self._work.parts[position], self._work.forests[position]
        first, rows, flags = part.first, part.rows, self.flags
        pending = [part.entry_of(tree)]
        found = []
        while pending:
            for child in forest.children(pending.pop()):
                number = first + rows[child]
                if not flags[number]:
                    flags[number] = 1
                    found.append(number)
                    pending.append(child)
        return found
