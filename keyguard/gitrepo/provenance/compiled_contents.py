"""What candidate trees really hold, read by the compiled core: each of them as a whole."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import compress, count
from typing import TYPE_CHECKING, TypeVar

from keyguard.gitformat.pack_entry import EntryKind
from keyguard.gitformat.types import LARGEST_BESIDE_FILES, CorruptObjectError
from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history import batch as batches
from keyguard.gitrepo.history import walk
from keyguard.gitrepo.history.compiled_columns import CompiledOidNumbers
from keyguard.gitrepo.history.compiled_walk import BATCH, END
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.parts import PackPart
from keyguard.gitrepo.history.tasks import DeltaTask
from keyguard.gitrepo.history.work import Work
from keyguard.gitrepo.provenance.tree_contents import TreeContents

if TYPE_CHECKING:
    from keyguard.gitrepo import _core

Result = TypeVar("Result")

WANTED, ON_THE_WAY, NOT_READ = range(3)
"""How the core treats an entry: the second kind is read only for what is made from it."""
_MARKS = bytes([NOT_READ, WANTED]).ljust(256)
"""By the flag of an entry."""
NO_SAMPLE = (1 << 64) - 1
"""Bytes of a tree whose changes are enough to look at: no tree is so large."""


def marks_of(part: PackPart, forest: DeltaForest, flags: bytes) -> bytes:
    """How to treat each entry of a part, given the flags of all objects."""
    own = memoryview(flags)[part.first :]
    flagged = bytes(map(own.__getitem__, part.rows))
    marks = bytearray(flagged.translate(_MARKS))
    for entry in compress(count(), flagged):
        parent = forest.parents[entry]
        while parent >= 0 and marks[parent] == NOT_READ:
            marks[parent] = ON_THE_WAY
            parent = forest.parents[parent]
    return bytes(marks)


class CompiledReader:
    """Reads the candidate trees of one task."""

    def __init__(
        self,
        work: Work[Result],
        flags: bytes,
        names: Iterable[bytes],
        of_interest: Callable[[], set[int]],
    ) -> None:
        """``flags`` are those of the candidates; ``of_interest`` says which trees of the task hold
        something that their base may not hold."""
        self._work = work
        self._of_interest = of_interest
        self._sought = flags, names
        self._contents: _core.Contents | None = None
        """Made for the first tree: in most tasks none leads to anything."""

    def contents(self) -> TreeContents:
        """What was found so far."""
        found = TreeContents()
        if self._contents is not None:
            found.entries, trees, held, ends = self._contents.columns()
            found.trees.frombytes(trees)
            found.held.frombytes(held)
            found.ends.frombytes(ends)
        return found

    def read_alone(self, trees: Iterable[int]) -> None:
        """Reads trees by their numbers, each for itself."""
        for tree in trees:
            id_ = self._work.stored.id_of(tree)
            with suppress(CorruptObjectError):  # told when it was read first
                self._search(self._work.store.find_anywhere(id_.hex()).data, [0], [tree])

    def read_packed(self, task: DeltaTask, marks: bytes) -> None:
        """Reads the trees of a task, bases before their deltas, as ``marks`` say."""
        part, forest = self._work.parts[task.part], self._work.forests[task.part]
        group = forest.root_groups[task.group]
        roots = [each for each in group if marks[each] != NOT_READ]
        roots = [root for root in roots if forest.kinds[root] == EntryKind.TREE]
        if not roots:
            return
        reading = self._walk(task.part, marks)
        for root in filter(forest.foreign.__contains__, roots):
            content = self._foreign(part, root)
            if content is None:
                self._read_below(part, forest, root)
            else:
                reading.give(root, content)
        own = [root for root in roots if root not in forest.foreign]
        reading.push(array("i", own).tobytes())
        for failed in self._pending(reading, part):
            self._read_below(part, forest, failed)
        self._take(reading, part)

    def _walk(self, number: int, marks: bytes) -> _core.Walk:
        core = compiled_core()
        assert core is not None
        pack = self._work.parts[number].pack.file
        reading: _core.Walk = core.Walk(
            self._work.compiled[number].columns,
            pack.descriptor,
            pack.size,
            marks,
            0,
            walk.BATCH,
            batches.LARGE,
            walk.HELD,
            LARGEST_BESIDE_FILES,
        )
        reading.use(EntryKind.TREE, False, NO_SAMPLE, 0, 0, 0, b"")
        return reading

    def _pending(self, reading: _core.Walk, part: PackPart) -> Iterator[int]:
        """Reads what it was given, but for the last trees; tells what can't be read."""
        event, number = reading.advance()
        while event != END:
            if event == BATCH:
                self._take(reading, part)
            else:
                yield number
            event, number = reading.advance()

    def _take(self, reading: _core.Walk, part: PackPart) -> None:
        """Takes in the trees that wait."""
        entries, text, starts, large = reading.batch(EntryKind.TREE)
        trees = part.numbers_of(array("i", entries))
        self._search(text, array("Q", starts), trees)
        for place in large:
            self._search(reading.text(EntryKind.TREE, place), [0], [trees[place]])
        reading.clear(EntryKind.TREE)

    def _search(self, text: bytes, starts: Iterable[int], trees: Iterable[int]) -> None:
        if self._contents is None:
            stored = self._work.stored
            assert isinstance(stored, CompiledOidNumbers)
            self._contents = stored.contents(*self._sought)
        self._contents.add(text, array("Q", starts).tobytes(), array("i", trees).tobytes())

    def _foreign(self, part: PackPart, root: int) -> bytes | None:
        """What is made from a base of another pack; None if it can't be read."""
        try:
            return self._work.store.find_anywhere(part.id_of(root)).data
        except CorruptObjectError:
            return None

    def _read_below(self, part: PackPart, forest: DeltaForest, entry: int) -> None:
        """What is of interest of an entry that can't be read, and of what is made from it, which
        may be stored elsewhere too."""
        below = part.numbers_of(forest.descendants([entry]))
        self.read_alone(self._of_interest().intersection(below))
