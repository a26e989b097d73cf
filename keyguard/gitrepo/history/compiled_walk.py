"""The walk through a task of a pack, done by the compiled core.

The core reads until it has a batch to judge. The Python walk reads again what the core can't read:
it can say why, and its word counts.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from keyguard.gitformat.content import Content
from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.pack_entry import TYPES, EntryKind
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history import batch as batches
from keyguard.gitrepo.history import walk
from keyguard.gitrepo.history.batch import Batch
from keyguard.gitrepo.history.connectivity import LinkCheck
from keyguard.gitrepo.history.delta_forest import DeltaForest, bytes_of
from keyguard.gitrepo.history.large_entries import Judged
from keyguard.gitrepo.history.policies import POLICIES, Change, NumbersOf, TreePolicy
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.history.walk import Walk
from keyguard.gitrepo.objects.pack_file import PackFile
from keyguard.model.prefilter import BatchPrefilter

if TYPE_CHECKING:
    from keyguard.gitrepo import _core

WORTH_A_REACH = 16
"""How many times its own bytes the base of a change must have, for the change to be judged alone.
Smaller than in the Python walk, since seeing what changes costs less in the core."""
END, BATCH, FAILED = range(3)
"""What the core has to tell."""


class CompiledForest:
    """The columns of a forest in the form that the core takes. It is pickled as the forest."""

    def __init__(self, forest: DeltaForest) -> None:
        core = compiled_core()
        assert core is not None
        self.forest = forest
        self.columns: _core.Forest = core.Forest(
            bytes_of(forest.offsets),
            bytes(forest.lengths),
            bytes(forest.kinds),
            bytes_of(forest.sizes),
            bytes_of(forest.parents),
            bytes_of(forest.first_children),
            bytes_of(forest.next_siblings),
            bytes_of(forest.weights),
        )

    def __reduce__(self) -> tuple[type[CompiledForest], tuple[DeltaForest]]:
        return CompiledForest, (self.forest,)


class CoreBatch:
    """Entries that wait in the core to be judged."""

    def __init__(self, core: _core.Walk, kind: int) -> None:
        numbers, self.small, starts, self.large = core.batch(kind)
        self.numbers = array("i", numbers)
        self.starts = array("Q", starts)
        self.kind = kind
        self._core = core

    def text(self, place: int) -> bytes:
        """The text of an entry."""
        return self._core.text(self.kind, place)

    def is_change(self, place: int) -> bool:
        """Whether a text is only the surroundings of a change."""
        return self._core.is_change(self.kind, place)

    def content(self, place: int) -> bytes:
        """The whole content of an entry. Raises ``CorruptObjectError``."""
        content = self._core.content(self.kind, place)
        if content is not None:
            return content
        change = self._core.change(self.kind, place)
        assert change is not None
        return Change(*change).result()

    def changed(self, place: int, reach: Reach, least: int) -> Changed | None:
        """The change that a text surrounds, in its surroundings."""
        found = self._core.changed(self.kind, place, *reach, least)
        if found is None:
            return None
        text, ends, size = found
        bounds = array("Q", ends)
        return Changed(text, list(zip(bounds[0::2], bounds[1::2], strict=True)), size)


class CompiledWalk(Walk):
    """Reads trees of one pack like ``Walk``, and yields the same."""

    def __init__(
        self,
        forest: CompiledForest,
        pack: PackFile,
        prefilter: BatchPrefilter,
        visitor: ObjectVisitor[object],
        links: LinkCheck,
        read_foreign: Callable[[bytes], Content],
        numbers_of: NumbersOf,
        known: bytes = b"",
    ) -> None:
        super().__init__(
            forest.forest, pack, prefilter, visitor, links, read_foreign, numbers_of, known
        )
        core = compiled_core()
        assert core is not None
        self._core: _core.Walk = core.Walk(
            forest.columns,
            pack.descriptor,
            pack.size,
            known,
            WORTH_A_REACH,
            walk.BATCH,
            batches.LARGE,
            walk.HELD,
            self._large.most,
        )
        for kind in POLICIES:
            self._use(kind)

    def settle(self, number: int, reach: Reach) -> None:
        """Notes that an entry holds nothing although it matches."""
        super().settle(number, reach)
        self._core.mark(number, True)

    def _take_for_suspect(self, number: int) -> None:
        super()._take_for_suspect(number)
        self._core.mark(number, False)

    def read(self, roots: Sequence[int]) -> Iterator[Judged]:
        """Reads the delta trees that grow from these roots."""
        for is_foreign, group in groupby(roots, self._forest.foreign.__contains__):
            if not is_foreign:
                self._core.push(array("i", group).tobytes())
                yield from self._read_pending()
                continue
            for root in group:
                yield from self._read_in_python(root, None)
                yield from self._read_pending()
        for kind in POLICIES:
            yield from self._judge_batch(kind)
            self.tally.count(TYPES[EntryKind(kind)], *self._core.counted(kind))

    def _read_pending(self) -> Iterator[Judged]:
        """Reads what the core was given, but for judging what is left to be judged together."""
        event, number = self._core.advance()
        while event != END:
            if event == BATCH:
                yield from self._judge_batch(number)
            else:
                yield from self._read_in_python(number, self._core.failed_base())
            event, number = self._core.advance()

    def _judge_batch(self, kind: int) -> Iterator[Judged]:
        yield from self._judge(self._policies[kind], CoreBatch(self._core, kind))
        self._core.clear(kind)
        if self._links.has_enough:
            self._use(kind)

    def _worth_a_look(self, batch: Batch, wanted: Collection[int]) -> Iterator[int]:
        """The places of entries that are wanted, or are changes to what is suspect by then."""
        assert isinstance(batch, CoreBatch)
        for place in wanted:
            self._core.want(batch.kind, place)
        found = self._core.next(batch.kind, 0)
        while found is not None:
            yield found
            found = self._core.next(batch.kind, found + 1)

    def _read_in_python(self, number: int, base: bytes | None) -> Iterator[Judged]:
        """Reads what the core does not, or says why it can't be read."""
        policy = self._policies[self._forest.kind_of(number)]
        pending: list[tuple[int, Content | None]] = [(number, base)]
        while pending:
            number, held = pending.pop()
            try:
                _, _, _, content = self._sample(number, held, policy, is_base=True)
            except CorruptObjectError as error:
                large = yield from self._without(number, held, policy, error)
                if large is not None:
                    pending += [(each, large) for each in self._by_weight(number)]
            else:
                assert content is not None
                self._core.give(number, content)

    def _use(self, kind: int) -> None:
        """Tells the core how objects of a kind are looked at."""
        policy = self._policies[kind]
        is_tree = isinstance(policy, TreePolicy)
        id_length = self._links.id_length if is_tree and not self._links.has_enough else 0
        self._core.use(
            kind,
            is_tree,
            policy.shortest_base,
            policy.worth_a_sample_in_core,
            policy.context,
            id_length,
            policy.between,
        )
