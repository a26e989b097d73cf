"""The first and the last commit that have an object at a path, for each path of the object.

Commits come parents first. So the first commit that has an object at a path is the one that brought
it there, and nothing has to be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.model.record import NamedTuple

MOST_PATHS = 10_000
"""Paths of one object, and folders of one level, that are kept. A few nested trees, each holding
the next ten times over, make billions of paths."""

MOST_DEEP = 4_096
"""Folders within each other; git reads no deeper ones (git-config(1), core.maxTreeDepth). In a pack
whose index is damaged a tree can hold itself."""


Extent = tuple[int, int, int]
"""The commits that have something: the position of the first, that of the last, and the union of
their marks as bits."""
Level = dict[bytes, dict[int, Extent]]
"""The folders at one depth, by their paths: the trees that each has been, with their extents."""
Key = TypeVar("Key")


class Appearance(NamedTuple):
    """An object or a name that was looked for, at a path, and the first commit with it there."""

    key: str | bytes
    """The id of an object, or a name."""
    path: bytes
    commit: str
    last: str
    """The last commit that has it there."""
    marks: int
    """The marks of all the commits that have it there, as bits."""


class Appearances:
    """Knows where some objects are, and files or folders with some names."""

    def __init__(
        self, leading: LeadingTrees, ids: Collection[str], names: Collection[bytes]
    ) -> None:
        self.left_out = ""
        """A sentence if something stands at more than ``MOST_PATHS`` paths, or deeper than
        ``MOST_DEEP``; no more are told."""
        self._leading = leading
        listed = sorted(ids)
        numbers = leading.numbers([bytes.fromhex(id_) for id_ in listed])
        self._wanted = {n: id_ for n, id_ in zip(numbers, listed, strict=True) if n != MISSING}
        self._wanted_names = names

    def appearances(
        self,
        commits: Sequence[str],
        marks: Sequence[int] | None = None,
        paths: Iterable[bytes] | None = None,
    ) -> list[Appearance]:
        """Everything that is wanted, once for each path; ``commits`` has parents first.

        Each commit may have ``marks``, as bits. If only some ``paths`` are asked about, no other
        folders are looked into. The search goes level by level: the extents of all trees of a level
        are known before the next level is looked at.
        """
        found: dict[str | bytes, dict[bytes, Extent]] = {}
        level: Level = {b"": self._roots_of(commits, marks or [0] * len(commits))}
        on_the_way = None if paths is None else _with_folders(paths)
        for _ in range(min(MOST_DEEP, len(self._leading.ends))):  # no deeper than there are trees
            level = self._search(level, found, on_the_way)
            if not level:
                break
        else:
            self.left_out = (
                f"folders of the history hold themselves, or lie more than {MOST_DEEP:,} deep, so "
                "no more of its paths are shown; check the repository with `git fsck`."
            )
        return _in_order(found, commits)

    def _search(
        self,
        level: Level,
        found: dict[str | bytes, dict[bytes, Extent]],
        on_the_way: Container[bytes] | None,
    ) -> Level:
        """Adds to ``found`` what is wanted in the folders of a level; returns the next level."""
        below: Level = {}
        reached: set[int] = set()
        for folder, trees in level.items():
            for name, number, extent in self._entries_of(trees):
                path = folder + name
                if on_the_way is not None and path not in on_the_way:
                    continue
                for key in self._wanted_of(name, number):
                    if self._has_room(found.setdefault(key, {}), path):
                        _widen(found[key], path, extent)
                if not self._leading.is_one(number):
                    continue
                if number not in reached or self._has_room(below, path + b"/"):
                    reached.add(number)
                    _widen(below.setdefault(path + b"/", {}), number, extent)
        return below

    def _has_room(self, paths: Mapping[bytes, object], path: bytes) -> bool:
        if path in paths or len(paths) < MOST_PATHS:
            return True
        self.left_out = (
            f"something stands at more than {MOST_PATHS:,} paths of the history, since its folders "
            f"hold each other many times over; no more of its paths are shown."
        )
        return False

    def _roots_of(self, commits: Sequence[str], marks: Sequence[int]) -> dict[int, Extent]:
        """The root trees that lead to something, with the commits that have each."""
        leading = self._leading
        numbers = leading.numbers([bytes.fromhex(commit) for commit in commits])
        found: dict[int, Extent] = {}
        for order, number in enumerate(numbers):
            root = leading.roots[number] if number != MISSING else MISSING
            if root in found:
                first, _, mark = found[root]
                found[root] = first, order, mark | marks[order]
            elif leading.is_one(root):
                found[root] = order, order, marks[order]
        return found

    def _entries_of(self, trees: Mapping[int, Extent]) -> Iterator[tuple[bytes, int, Extent]]:
        """All that a folder ever held: name, number, and the commits whose trees hold it."""
        entries, held_by = self._leading.entries, self._leading.held_by
        if len(trees) == 1:  # most folders were never changed
            ((tree, extent),) = trees.items()
            yield from ((*entries[position], extent) for position in held_by(tree))
            return
        found: dict[int, Extent] = {}
        for tree, extent in trees.items():
            for position in held_by(tree):
                _widen(found, position, extent)
        yield from ((*entries[position], extent) for position, extent in found.items())

    def _wanted_of(self, name: bytes, number: int) -> Iterator[str | bytes]:
        if number in self._wanted:
            yield self._wanted[number]
        if name in self._wanted_names:
            yield name


def _in_order(
    found: Mapping[str | bytes, Mapping[bytes, Extent]], commits: Sequence[str]
) -> list[Appearance]:
    """What was found, in the order of the first commits, then of the paths."""
    rows = [
        (first, path, Appearance(key, path, commits[first], commits[last], marks))
        for key, by_path in found.items()
        for path, (first, last, marks) in by_path.items()
    ]
    rows.sort(key=itemgetter(0, 1))
    return [appearance for _, _, appearance in rows]


def _with_folders(paths: Iterable[bytes]) -> set[bytes]:
    """The paths, and the folders that they are in."""
    found = set(paths)
    for path in list(found):
        while (path := path.rpartition(b"/")[0]) and path not in found:
            found.add(path)
    return found


def _widen(extents: dict[Key, Extent], key: Key, extent: Extent) -> None:
    """Extends the extent of a key by another one."""
    known = extents.setdefault(key, extent)
    if known is not extent:
        (first, last, marks), (other_first, other_last, other_marks) = known, extent
        extents[key] = (
            first if first < other_first else other_first,
            last if last > other_last else other_last,
            marks | other_marks,
        )
