"""Trees that lead to what was looked for, what they hold of it, and the trees of commits."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.history.tasks import Task
from keyguard.gitrepo.history.work import Work
from keyguard.gitrepo.provenance.candidates import find_candidates
from keyguard.gitrepo.provenance.contents import ContentsRequest, read_contents
from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.parallel.pool import ordered_map

Result = TypeVar("Result")

NONE = -1


class Numbers(Protocol):
    """Ids, each with a number from 0."""

    count: int

    def numbers(self, ids: Sequence[bytes], /) -> list[int]:
        """The number of each id, in binary; ``MISSING`` if it has none."""

    def id_of(self, number: int, /) -> bytes:
        """The binary id that has a number."""


class LeadingTrees:
    """What leading trees hold, in columns that name objects by their numbers."""

    def __init__(self, ids: Numbers) -> None:
        self._ids = ids
        self.entries: list[tuple[bytes, int]] = []
        """Name and number of all that is held, most of it by many trees."""
        self.held = array("i")
        """What each tree holds, as positions in ``entries``."""
        self.ends = array("i", [0])
        """Where that of each tree ends in ``held``; that of the tree before it is in front."""
        self.trees = array("i")
        """The trees, in the order of ``ends``."""
        self.commits = array("i")
        """The commits whose trees are known."""
        self.rows = array("i", [NONE]) * ids.count
        """The place in ``ends`` of each tree that leads to anything."""
        self.roots = array("i", [MISSING]) * ids.count
        """The tree of each commit."""

    def add(
        self,
        trees: Iterable[int],
        ends: Iterable[int],
        held: Iterable[int],
        entries: Iterable[tuple[bytes, int]],
    ) -> None:
        """Adds some trees, given by the columns of ``TreeContents``."""
        for row, tree in enumerate(trees, len(self.ends)):
            self.rows[tree] = row
            self.trees.append(tree)
        self.ends.extend(map(len(self.held).__add__, ends))
        self.held.extend(map(len(self.entries).__add__, held))
        self.entries += entries

    def add_roots(self, commits: Iterable[int], roots: Iterable[int]) -> None:
        """Adds the trees of some commits."""
        for commit, root in zip(commits, roots, strict=True):
            self.roots[commit] = root
            self.commits.append(commit)

    def rename(self, names: Mapping[bytes, bytes]) -> None:
        """Replaces some names by others."""
        if names:
            self.entries = [(names.get(name, name), number) for name, number in self.entries]

    def numbers(self, ids: Sequence[bytes]) -> list[int]:
        """The number of each id, in binary; ``MISSING`` if nothing is known of it."""
        return self._ids.numbers(ids)

    def id_of(self, number: int) -> bytes:
        """The binary id that has a number."""
        return self._ids.id_of(number)

    def is_one(self, tree: int) -> bool:
        """Whether a tree leads to anything that was looked for."""
        return tree != MISSING and self.rows[tree] != NONE

    def held_by(self, tree: int) -> Sequence[int]:
        """What a leading tree holds, as positions in ``entries``."""
        row = self.rows[tree]
        return self.held[self.ends[row - 1] : self.ends[row]]


def find_leading_trees(
    work: Work[Result],
    tasks: Sequence[Task],
    recorded: Sequence[RecordedRefs],
    ids: Collection[str],
    names: Collection[bytes],
    jobs: int,
) -> LeadingTrees:
    """Looks for the trees that lead to some objects, or to files and folders with some names.

    ``recorded`` is what was found in each of the ``tasks``. Raises ``KeyguardError`` if a process
    is killed.
    """
    numbers = work.stored.numbers([bytes.fromhex(id_) for id_ in ids])
    wanted = {number for number in numbers if number != MISSING}
    candidates = find_candidates(work, recorded, wanted)
    request = ContentsRequest(work, tasks, recorded, candidates, frozenset(names))
    leading = LeadingTrees(work.stored)
    for read in ordered_map(read_contents, request, range(len(tasks)), jobs, helping=True):
        leading.add(read.trees, read.ends, read.held, read.entries)
    for each in recorded:
        leading.add_roots(each.commits, each.roots)
    return leading
