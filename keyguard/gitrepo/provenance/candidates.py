"""Which trees may hold an object, directly or in a folder of theirs: by what they recorded.

What a tree has from the tree that it is a delta of it did not record, so all that is made from a
tree that may hold an object may hold it too. What really does is seen when they are read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import chain, compress, count, repeat
from operator import sub
from typing import TypeVar

from keyguard.gitrepo.history.tasks import Work
from keyguard.gitrepo.provenance.recorded import END, SPARE, RecordedRefs
from keyguard.model.record import NamedTuple
from keyguard.parallel.pool import ordered_map

Result = TypeVar("Result")


class RelevantRefs(NamedTuple):
    """What the trees of a task recorded of trees, and of what is wanted: two columns."""

    named: array[int]
    """What each tree recorded, with ``END`` behind it."""
    trees: array[int]
    """For each item of ``named``: the tree that recorded it."""


class Candidates(NamedTuple):
    """The objects that may lead to what is wanted, and what is known of them."""

    flags: bytearray
    """1 for each object that is wanted or may hold what is, by its number."""
    refs: Sequence[RelevantRefs]
    """For each task."""


def find_candidates(
    work: Work[Result], recorded: Sequence[RecordedRefs], wanted: Collection[int], jobs: int
) -> Candidates:
    """What may hold any of the ``wanted`` objects, and what has a striking name."""
    flags = bytearray(work.stored.count + SPARE)
    of_interest = bytearray(work.stored.count + SPARE)
    for number in wanted:
        flags[number] = of_interest[number] = 1
    for refs in recorded:
        for tree in refs.trees:
            of_interest[tree] = 1
    of_interest[END] = 1
    relevant = list(ordered_map(_relevant, of_interest, recorded, jobs, helping=True))
    spread = _Spread(work, flags)
    new = set(wanted).union(*(spread.mark(refs.striking) for refs in recorded))
    pending = list(map(_Pending, relevant))
    while new:  # each round marks the folders around those that the last one marked
        last, new = new, set[int]()
        for each in pending:
            new |= spread.mark(each.candidates(last))
            new |= spread.mark(each.candidates(new))
    return Candidates(flags, relevant)


def _relevant(of_interest: bytearray, recorded: RecordedRefs) -> RelevantRefs:
    flags = map(of_interest.__getitem__, recorded.named)
    named = array("i", list(compress(recorded.named, flags)))
    ends = list(compress(count(), map(END.__eq__, named)))
    lengths = map(sub, ends, [-1, *ends])
    trees = chain.from_iterable(map(repeat, recorded.trees, lengths))
    return RelevantRefs(named, array("i", list(trees)))


class _Pending:
    """The refs of a task. What was marked once is not looked for again."""

    def __init__(self, refs: RelevantRefs) -> None:
        self._refs = refs
        self._unmarked = set(refs.named) - {END}

    def candidates(self, marked: Set[int]) -> set[int]:
        """The trees that recorded something of what was marked."""
        here = self._unmarked & marked
        if not here:
            return set()
        self._unmarked -= here
        return set(compress(self._refs.trees, map(here.__contains__, self._refs.named)))


class _Spread:
    """Marks trees and all that are made from them."""

    def __init__(self, work: Work[Result], flags: bytearray) -> None:
        self._work = work
        self._flags = flags
        self._firsts = [part.first for part in work.parts]
        self._packed = work.stored.firsts[-1]

    def mark(self, trees: Iterable[int]) -> set[int]:
        """All that was not marked yet, of the trees and what is made from them."""
        found = {tree for tree in trees if not self._flags[tree]}
        for tree in list(found):
            if not self._flags[tree]:
                self._flags[tree] = 1
                if tree < self._packed:
                    found.update(self._mark_made_from(tree))
        return found

    def _mark_made_from(self, tree: int) -> list[int]:
        position = bisect_right(self._firsts, tree) - 1
        part, forest = self._work.parts[position], self._work.forests[position]
        first, rows, flags = part.first, part.rows, self._flags
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
