"""The first commit that has an object at a path: all paths of an object, each with its commit.

The commits come in an order in which parents go first. So the first one that has an object at a
path is the one that brought it there, and nothing has to be compared.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

from keyguard.gitrepo.history.oid_numbers import MISSING, OidNumbers
from keyguard.gitrepo.history.tasks import Task, Work
from keyguard.gitrepo.provenance.candidates import find_candidates
from keyguard.gitrepo.provenance.contents import ContentsRequest, TreeContents, read_contents
from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.parallel.pool import ordered_map

Result = TypeVar("Result")

NONE = -1
MOST_PATHS = 10_000
"""Of one object, or of the folders of a level. A tree that holds another one ten times over, and
that again and so on, has billions."""

MOST_DEEP = 4_096
"""Folders within each other; git reads no deeper ones (git-config(1), core.maxTreeDepth). In a pack
whose index is damaged a tree can hold itself."""


class Appearance(NamedTuple):
    """Something that was looked for, at a path, and the first commit that has it there."""

    key: str | bytes
    """The id of an object, or a name."""
    path: bytes
    commit: str


class Appearances:
    """Knows all trees that lead to some objects, or to a file or folder of some name."""

    def __init__(
        self,
        stored: OidNumbers,
        recorded: Sequence[RecordedRefs],
        contents: Sequence[TreeContents],
        wanted: Mapping[int, str],
        names: Collection[bytes],
    ) -> None:
        self.left_out = ""
        """A sentence if something stands at more than ``MOST_PATHS`` paths, or deeper than
        ``MOST_DEEP``; no more are told."""
        self._stored = stored
        self._wanted = wanted
        self._wanted_names = names
        self._entries: list[tuple[bytes, int]] = []
        self._held, self._ends = array("i"), array("i", [0])
        self._rows = array("i", [NONE]) * stored.count
        """Where the end of what a tree holds is told; that of the tree before it is in front."""
        for read in contents:
            for row, tree in enumerate(read.trees, len(self._ends)):
                self._rows[tree] = row
            self._ends.extend(map(len(self._held).__add__, read.ends))
            self._held.extend(map(len(self._entries).__add__, read.held))
            self._entries += read.entries
        self._roots = array("i", [MISSING]) * stored.count
        for each in recorded:
            for commit, root in zip(each.commits, each.roots, strict=True):
                self._roots[commit] = root

    def appearances(self, commits: Sequence[str]) -> list[Appearance]:
        """Everything that is wanted, once for each path; ``commits`` has parents first.

        Folder by folder, each tree with the first commit that has it there: those of a level are
        all known before the next level is looked at.
        """
        first: dict[str | bytes, dict[bytes, int]] = {}
        level = {b"": self._roots_of(commits)}
        for _ in range(min(MOST_DEEP, len(self._ends))):  # no deeper than there are trees
            below: dict[bytes, dict[int, int]] = {}
            reached: set[int] = set()
            for folder, trees in level.items():
                for name, number, order in self._entries_of(trees):
                    path = folder + name
                    for key in self._wanted_of(name, number):
                        if self._has_room(first.setdefault(key, {}), path):
                            first[key].setdefault(path, order)
                    if number == MISSING or self._rows[number] == NONE:
                        continue
                    if number not in reached or self._has_room(below, path + b"/"):
                        reached.add(number)
                        below.setdefault(path + b"/", {}).setdefault(number, order)
            level = below
            if not level:
                break
        else:
            self.left_out = (
                f"folders of the history hold themselves, or lie more than {MOST_DEEP:,} deep, so "
                "no more of its paths are shown; check the repository with `git fsck`."
            )
        rows = [
            (order, path, key) for key, by_path in first.items() for path, order in by_path.items()
        ]
        rows.sort(key=itemgetter(0, 1))
        return [Appearance(key, path, commits[order]) for order, path, key in rows]

    def _has_room(self, paths: Mapping[bytes, object], path: bytes) -> bool:
        if path in paths or len(paths) < MOST_PATHS:
            return True
        self.left_out = (
            f"something stands at more than {MOST_PATHS:,} paths of the history, since its folders "
            f"hold each other many times over; no more of its paths are shown."
        )
        return False

    def _roots_of(self, commits: Sequence[str]) -> dict[int, int]:
        """The trees of the commits that hold something, each with the first of its commits."""
        numbers = self._stored.numbers([bytes.fromhex(commit) for commit in commits])
        first: dict[int, int] = {}
        for order, number in enumerate(numbers):
            root = self._roots[number] if number != MISSING else MISSING
            if root != MISSING and self._rows[root] != NONE:
                first.setdefault(root, order)
        return first

    def _entries_of(self, trees: Mapping[int, int]) -> Iterator[tuple[bytes, int, int]]:
        """All that a folder ever held: name and number, and the order of the first tree with it.

        The trees come with their orders, which ascend.
        """
        seen: set[int] = set()
        for tree, order in trees.items():
            row = self._rows[tree]
            held = self._held[self._ends[row - 1] : self._ends[row]]
            if not seen.issuperset(held):
                for position in held:
                    if position not in seen:
                        yield *self._entries[position], order
                seen.update(held)

    def _wanted_of(self, name: bytes, number: int) -> Iterator[str | bytes]:
        if number in self._wanted:
            yield self._wanted[number]
        if name in self._wanted_names:
            yield name


def find_appearances(
    work: Work[Result],
    tasks: Sequence[Task],
    recorded: Sequence[RecordedRefs],
    ids: Collection[str],
    names: Collection[bytes],
    jobs: int,
) -> Appearances:
    """Looks for objects by their ids, and for names of files and folders.

    ``recorded`` is what was found in each of the ``tasks``. Raises ``KeyguardError`` if a process
    is killed.
    """
    listed = sorted(ids)
    numbers = work.stored.numbers([bytes.fromhex(id_) for id_ in listed])
    wanted = {n: id_ for n, id_ in zip(numbers, listed, strict=True) if n != MISSING}
    candidates = find_candidates(work, recorded, wanted, jobs)
    request = ContentsRequest(work, tasks, recorded, candidates, frozenset(names))
    contents = ordered_map(read_contents, request, range(len(tasks)), jobs)
    return Appearances(work.stored, recorded, list(contents), wanted, request.names)
