"""What candidate trees really hold, read in Python.

A tree that is a delta of another one nearly always holds what that one holds, at the same position,
so for most trees one look there is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from typing import Generic, TypeVar

from keyguard.gitformat.pack_entry import longest_stored
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.deltas import delta_applier
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.history.parts import PackPart
from keyguard.gitrepo.history.tasks import DeltaTask
from keyguard.gitrepo.history.work import Work
from keyguard.gitrepo.objects.entry_columns import inflate_entry
from keyguard.gitrepo.objects.trees import entries, is_usual
from keyguard.gitrepo.provenance.tree_contents import TreeContents
from keyguard.gitrepo.provenance.tree_refs import TreeRefs
from keyguard.model.record import NamedTuple

Result = TypeVar("Result")


class TreeEntry(NamedTuple):
    """An entry of a tree."""

    text: bytes
    """The whole entry: mode, name and id."""
    position: int
    """Where the entry begins in the tree."""
    number: int
    """The number of the object that the entry names."""
    listed_at: int
    """The position of the entry in ``TreeContents.entries``."""


class PlainReader(Generic[Result]):
    """Reads the candidate trees of one task."""

    def __init__(
        self, work: Work[Result], flagged: TreeRefs, striking: Set[int], names: Collection[bytes]
    ) -> None:
        """What trees recorded that is ``flagged``, those with a ``striking`` name, and the
        ``names`` that are wanted in them."""
        self.contents = TreeContents()
        self._positions: dict[tuple[bytes, int], int] = {}
        self._fresh: dict[int, list[int]] = {}
        """What a tree recorded of what is marked."""
        for tree, named in flagged.each():
            self._fresh.setdefault(tree, []).extend(named)
        self._striking = striking
        self._of_interest = self._fresh.keys() | striking
        self._names = names
        self._work = work
        self._apply_delta = delta_applier()

    def read_alone(self, trees: Iterable[int]) -> None:
        """Reads trees by their numbers, each for itself."""
        for tree in trees:
            id_ = self._work.stored.id_of(tree)
            with suppress(CorruptObjectError):  # told when it was read first
                data = self._work.store.find_anywhere(id_.hex()).data
                self._taken(tree, data, len(id_), ())

    def read_packed(self, task: DeltaTask) -> None:
        """Reads the trees of a task, bases before deltas, as far as they may hold something."""
        part, forest = self._work.parts[task.part], self._work.forests[task.part]
        leading: set[int] = set()
        for tree in self._of_interest:
            entry = part.entry_of(tree)
            while entry >= 0 and entry not in leading:
                leading.add(entry)
                entry = forest.parents[entry]
        id_length = part.pack.index.id_length
        for root in forest.root_groups[task.group]:
            pending: list[tuple[int, bytes | None, Sequence[TreeEntry] | None]] = []
            if root in leading:
                pending.append((root, None, ()))
            while pending:
                entry, base, inherited = pending.pop()
                tree = part.first + part.rows[entry]
                try:
                    data = self._content(part, forest, entry, base)
                except CorruptObjectError:
                    below = part.numbers_of(forest.descendants([entry]))
                    self.read_alone(self._of_interest.intersection(below))
                    continue
                held = self._taken(tree, data, id_length, inherited)
                is_needed = held is None or bool(held)
                children = [each for each in forest.children(entry) if is_needed or each in leading]
                if len(children) > 1:
                    children.sort(key=forest.weights.__getitem__, reverse=True)
                pending += [(child, data, held) for child in children]

    def _content(
        self, part: PackPart, forest: DeltaForest, entry: int, base: bytes | None
    ) -> bytes:
        size = forest.sizes[entry]
        start = forest.offsets[entry] + forest.lengths[entry]
        end = min(forest.offsets[entry + 1], start + longest_stored(size))
        stored = inflate_entry(part.pack.file.read(start, end), size)
        if entry in forest.foreign:
            base = self._work.store.find(forest.foreign[entry].hex()).data
        return stored if base is None else self._apply_delta(base, stored)

    def _taken(
        self, tree: int, data: bytes, id_length: int, inherited: Sequence[TreeEntry] | None
    ) -> Sequence[TreeEntry] | None:
        """What a tree holds, by what its base holds; None, for it as well, if that tells nothing of
        what is made from it: what is damaged is cut into entries otherwise."""
        is_sound = is_usual(data, id_length)
        if inherited is not None and is_sound:
            held = self._held(tree, data, id_length, inherited)
        else:
            held = self._all_of(tree, data, id_length)
        self._note(tree, held)
        return held if is_sound else None

    def _held(
        self, tree: int, data: bytes, id_length: int, inherited: Sequence[TreeEntry]
    ) -> list[TreeEntry]:
        """What a tree holds: of what its base holds all that is still there, and what is new."""
        held, gone = [], []
        moved = 0
        for entry in inherited:
            at = entry.position + moved
            if not data.startswith(entry.text, at):
                has_other_id = data.startswith(entry.text[:-id_length], at)
                at = -1 if has_other_id else _find(data, entry.text, id_length)
            if at < 0:
                gone.append(entry._replace(position=entry.position + moved))
                continue
            moved = at - entry.position
            held.append(entry._replace(position=at) if moved else entry)
        if tree in self._of_interest:
            held += self._added(tree, data, id_length, held, gone)
        return held

    def _added(
        self,
        tree: int,
        data: bytes,
        id_length: int,
        held: Sequence[TreeEntry],
        gone: Sequence[TreeEntry],
    ) -> list[TreeEntry]:
        """What a tree holds besides what it has ``held`` from its base.

        Most that is new stands where something with the same name is ``gone``: then no more of the
        tree is looked at.
        """
        fresh = self._fresh.get(tree, [])
        ids = map(self._work.stored.id_of, fresh)
        numbers = dict(zip(ids, fresh, strict=True))
        found: dict[bytes, TreeEntry] = {}
        for entry in gone:
            head, at = entry.text[:-id_length], entry.position
            if not data.startswith(head, at):
                at = _find(data, head, id_length)
            text = data[at : at + len(entry.text)] if at >= 0 else b""
            number = numbers.get(text[-id_length:])
            if number is not None:
                name, _ = self.contents.entries[entry.listed_at]
                found[text] = self._listed(text, name, at, number)
        if tree not in self._striking:
            if len(found) == len(fresh):
                return list(found.values())
            seen = Counter(entry.number for entry in (*held, *found.values()))
            if all(data.count(id_) <= seen[number] for id_, number in numbers.items()):
                return list(found.values())
        known = {entry.text for entry in held}
        names = self._names if tree in self._striking else ()
        return [
            self._listed(text, name, data.find(text), number)
            for text, name, number in self._entries_with(data, id_length, numbers, names)
            if text not in known
        ]

    def _all_of(self, tree: int, data: bytes, id_length: int) -> list[TreeEntry]:
        """All entries of a tree that matter, whatever its base holds."""
        stored = self._work.stored
        numbers = {
            stored.id_of(number): number for named in self._fresh.values() for number in named
        }
        names = self._names if tree in self._striking else ()
        return [
            self._listed(text, name, data.find(text), number)
            for text, name, number in self._entries_with(data, id_length, numbers, names)
        ]

    def _entries_with(
        self,
        data: bytes,
        id_length: int,
        numbers: Mapping[bytes, int],
        names: Collection[bytes],
    ) -> Iterator[tuple[bytes, bytes, int]]:
        """Text, name and number of each entry with one of these ids or names."""
        for mode, name, id_ in entries(data, id_length):
            if id_ in numbers:
                yield b"%s %s\0%s" % (mode, name, id_), name, numbers[id_]
            elif name in names:
                is_whole = len(id_) == id_length  # else the tree was cut off
                (number,) = self._work.stored.numbers([id_]) if is_whole else (MISSING,)
                yield b"%s %s\0%s" % (mode, name, id_), name, number

    def _listed(self, text: bytes, name: bytes, position: int, number: int) -> TreeEntry:
        key = name, number
        listed = self._positions.setdefault(key, len(self._positions))
        if listed == len(self.contents.entries):
            self.contents.entries.append(key)
        return TreeEntry(text, position, number, listed)

    def _note(self, tree: int, held: Sequence[TreeEntry]) -> None:
        if held:
            self.contents.trees.append(tree)
            self.contents.held.extend([entry.listed_at for entry in held])
            self.contents.ends.append(len(self.contents.held))


def _find(data: bytes, text: bytes, id_length: int) -> int:
    """Where an entry begins with ``text``; -1 if none does. Others may have it in their name."""
    at = data.find(text)
    while at > 0 and data[at - id_length - 1]:
        at = data.find(text, at + 1)
    return at
