"""Reads every object of a repository once, as fast as its packs can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from keyguard.gitformat.pack_entry import EntryKind, entry_kind_of
from keyguard.gitformat.types import CorruptObjectError, Unreadable
from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.compiled_columns import compiled_headers, oid_numbers
from keyguard.gitrepo.history.compiled_walk import CompiledForest
from keyguard.gitrepo.history.delta_forest import DeltaForest, bytes_of, grow
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.history.parts import PackPart, ReadBefore, parts_of, split_packs
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.history.tasks import (
    DeltaTask,
    HeaderTask,
    LooseTask,
    Task,
    read_header_task,
    read_tasks,
)
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.history.work import Outcome, Work
from keyguard.gitrepo.objects.entry_columns import Headers
from keyguard.gitrepo.objects.pack_dir import Pack
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.provenance.recorded_tasks import RecordedTasks
from keyguard.model.prefilter import BatchPrefilter
from keyguard.parallel.background_call import BackgroundCall
from keyguard.parallel.pool import ordered_map

if TYPE_CHECKING:
    from keyguard.gitrepo.command.commit_listing import CommitListing
    from keyguard.gitrepo.provenance.first_commits import Appearances
    from keyguard.gitrepo.provenance.leading_trees import LeadingTrees

Result = TypeVar("Result")

TASKS_PER_JOB = 24
"""Tasks for each process: enough to keep all busy to the end, though tasks differ in length."""
SMALLEST_TASK = 100
"""Objects in a task; reading fewer takes less time than handing a task over."""
LOOSE_PER_TASK = 2_000
WORTH_A_PROCESS = 10_000
"""Objects that are worth another process; fewer are read before one has started."""


class ObjectReader(Generic[Result]):
    """Reads all objects of a repository and its alternates; iterate over it once.

    Yields what ``visitor`` makes of each object that the prefilter accepts, and an ``Unreadable``
    for each object that is damaged and has no sound copy. The order doesn't depend on ``jobs``.

    Raises ``KeyguardError`` if packs vanish while they are opened, or if a process is killed.
    """

    def __init__(
        self,
        store: ObjectStore,
        prefilter: BatchPrefilter,
        visitor: ObjectVisitor[Result],
        *,
        jobs: int = 1,
        before: ReadBefore | None = None,
    ) -> None:
        """What was read ``before`` is only known to be there, and serves as base of the rest.

        Unless that is None, what packs hold is to be taken for read the next time: then it is read
        there though it is loose as well.
        """
        self.tally = Tally()
        """What was read so far."""
        self.submodules: set[bytes] = set()
        """What folders of other repositories are called, in any tree that was read so far."""
        self._loose = store.loose_ids
        packs, read = split_packs(store.packs, before)
        indexes_read = [pack.index for pack in read]
        loose = [bytes.fromhex(id_) for id_ in self._loose]
        self.twice: Sequence[str] = ()
        """The ids of loose objects that were, or are, read in a pack as well."""
        if before is None:
            parts = parts_of(packs, self._loose, ())
        else:
            parts = parts_of(packs, (), [*indexes_read, *before.others])
            self.twice = _stored_in(store.packs, loose)
        stored = oid_numbers([*(pack.index for pack in packs), *indexes_read], loose)
        unread = [part for part in parts if not part.known or 0 in part.known]
        self._work = Work(store, unread, prefilter, visitor, stored)
        self._knows_all = False
        self._reads_all = not read and not (before and before.others)
        self.total = len(self._loose) + sum(
            len(part.rows) - part.known.count(1) for part in self._work.parts
        )
        """Objects of every type."""
        self._jobs = jobs if self.total > WORTH_A_PROCESS else 1
        self._loose_commits: list[str] = []
        self._unknown: set[bytes] = set()
        self._tasks: Sequence[Task] = ()
        self._recorded = RecordedTasks()

    def __iter__(self) -> Iterator[Result | Unreadable]:
        for outcome in self.outcomes():
            yield from outcome.items

    def outcomes(self) -> Iterator[Outcome[Result]]:
        """The outcome of each task, in parts if it is large."""
        work = self._work
        yield Outcome(list(work.store.problems))
        if compiled_core():
            work.forests = self._grown_beside()
            work.compiled = [CompiledForest(forest) for forest in work.forests]
        else:
            pairs = zip(work.parts, self._headers(), strict=True)
            work.forests = [self._grown(part, headers) for part, headers in pairs]
        broken = list(self._broken())
        yield Outcome([*broken], is_packed=True, is_whole=not broken)
        self._tasks, costs = self._cut_tasks()
        for outcome in read_tasks(work, self._tasks, self._jobs, costs):
            if outcome.is_part:
                yield outcome
                continue
            self.tally.add(outcome.tally)
            self._loose_commits += outcome.commits
            self._unknown |= outcome.unknown
            self.submodules |= outcome.submodules
            self._recorded.append(outcome.recorded)
            yield outcome
        self._knows_all = self._reads_all
        if self.twice:
            yield Outcome(tally=self._counted_twice())

    def commits(self) -> list[str]:
        """The ids of all commits. Call it once everything was read."""
        return sorted(self.packed_commits().union(self._loose_commits))

    def listed_commits(self, tips: Iterable[str]) -> CommitListing | None:
        """The commits that some ids lead to, in git's order; None if git has to be asked, for
        instance since not everything was read."""
        if not self._knows_all:
            return None
        from keyguard.gitrepo.provenance.recorded_commits import RecordedCommits

        return RecordedCommits(self._work.stored, self._recorded).listed(tips)

    def packed_commits(self) -> set[str]:
        """The ids of the commits in packs."""
        ids = set[str]()
        for part, forest in zip(self._work.parts, self._work.forests, strict=True):
            roots = [root for root, kind in enumerate(forest.kinds) if kind == EntryKind.COMMIT]
            ids.update(map(part.id_of, forest.descendants(roots)))
        return ids

    def lacks(self, ids: Iterable[str]) -> bool:
        """Whether any of these ids, or any id that an object names, is not stored.

        Call it once everything was read. Objects that nothing leads to may lack parts for a good
        reason: git has pruned them.
        """
        return bool(self._unknown or self._work.stored.lacks(map(bytes.fromhex, ids)))

    def missing_of(self, ids: Iterable[str]) -> list[str]:
        """The ids among these that are not stored."""
        return [id_.hex() for id_ in self._work.stored.lacks(map(bytes.fromhex, ids))]

    @property
    def unknown(self) -> list[str]:
        """Ids that objects name and that are not stored; some, if over ``connectivity.ENOUGH``."""
        return sorted(id_.hex() for id_ in self._unknown)

    def appearances(self, ids: Collection[str], names: Collection[bytes]) -> Appearances:
        """Where objects are, by id, and files and folders, by name.

        Call it once everything was read. The visitor must have seen the names. Raises
        ``KeyguardError`` if a process is killed.
        """
        from keyguard.gitrepo.provenance.first_commits import Appearances

        return Appearances(self.leading_trees(ids, names), ids, names)

    def leading_trees(self, ids: Collection[str], names: Collection[bytes]) -> LeadingTrees:
        """The trees, among those that were read, that lead to what ``appearances`` is asked for."""
        from keyguard.gitrepo.provenance.leading_trees import find_leading_trees

        tasks = self._tasks[: len(self._recorded)]
        return find_leading_trees(self._work, tasks, self._recorded, ids, names, self._jobs)

    def close(self) -> None:
        """Closes the packs."""
        self._work.store.close()

    def outside_packs(self, outcome: Outcome[Result]) -> set[bytes]:
        """The binary ids that objects of an outcome name and that are in no pack or in several."""
        recorded, packed = outcome.recorded, self._work.stored.firsts[-1]
        columns = (recorded.named, recorded.roots, recorded.parents, recorded.tagged)
        named = set(chain.from_iterable(columns))
        return {self._work.stored.id_of(number) for number in named if number >= packed}

    def _counted_twice(self) -> Tally:
        """What is to be taken off for what is stored ``twice``."""
        tally = Tally()
        for id_ in self.twice:
            with suppress(CorruptObjectError):  # no copy was counted
                found = self._work.store.open_anywhere(id_)
                tally.count(found.type, -1, -found.size)
        return tally

    def _grown(self, part: PackPart, headers: Headers) -> DeltaForest:
        return grow(
            part.offsets,
            headers,
            _numbers_by_id(part, headers).get,
            self._kind_of,
            self._task_count(part),
        )

    def _grown_beside(self) -> list[DeltaForest]:
        """The forest of each part, read by the core while the visitor makes itself ready."""

        def grown() -> list[DeltaForest]:
            return [
                self._grown(part, compiled_headers(part.pack, bytes_of(part.offsets)[:-8]))
                for part in self._work.parts
            ]

        if self._jobs == 1:
            return grown()
        forests = BackgroundCall(grown)
        self._work.visitor.prepare()
        return forests.result()

    def _headers(self) -> list[Headers]:
        """The headers of each part, read while the visitor makes itself ready."""
        tasks = []
        for number, part in enumerate(self._work.parts):
            step = len(part.rows) // self._jobs + 1
            tasks += [
                HeaderTask(number, start, min(start + step, len(part.rows)))
                for start in range(0, len(part.rows), step)
            ]
        columns = [Headers() for _ in self._work.parts]
        prepare = self._work.visitor.prepare
        outcomes = ordered_map(read_header_task, self._work, tasks, self._jobs, meanwhile=prepare)
        for task, headers in zip(tasks, outcomes, strict=True):
            columns[task.part].extend(headers)
        return columns

    def _task_count(self, part: PackPart) -> int:
        """Tasks to cut a part into: the larger a pack is among the others, the more."""
        count = min(TASKS_PER_JOB * self._jobs, self._jobs + self.total // SMALLEST_TASK)
        return count * len(part.rows) // max(1, self.total) + 1

    def _cut_tasks(self) -> tuple[list[Task], list[float]]:
        tasks: list[Task] = []
        costs: list[float] = []
        for number, forest in enumerate(self._work.forests):
            tasks += [DeltaTask(number, group) for group in range(len(forest.root_groups))]
            costs += forest.costs
        for start in range(0, len(self._loose), LOOSE_PER_TASK):
            tasks.append(LooseTask(self._loose[start : start + LOOSE_PER_TASK]))
            costs.append(0)
        return tasks, costs

    def _broken(self) -> Iterator[Unreadable]:
        for part, forest in zip(self._work.parts, self._work.forests, strict=True):
            for number in forest.broken:
                if not (part.known and part.known[number]):
                    yield Unreadable(
                        part.id_of(number), "its header or that of its base is damaged"
                    )

    def _kind_of(self, id_: bytes) -> EntryKind:
        try:
            type_ = self._work.store.open(id_.hex()).type
        except CorruptObjectError:
            return EntryKind.INVALID
        return entry_kind_of(type_)


def _stored_in(packs: Sequence[Pack], loose: Sequence[bytes]) -> list[str]:
    if not loose:
        return []
    numbers = oid_numbers([pack.index for pack in packs], []).numbers(loose)
    both = zip(loose, numbers, strict=True)
    return [id_.hex() for id_, number in both if number != MISSING]


def _numbers_by_id(part: PackPart, headers: Headers) -> dict[bytes, int]:
    """Entry by binary id, of those that are named as a base."""
    if not headers.base_ids:
        return {}
    wanted = set(headers.base_ids.values())
    id_at = part.pack.index.id_at
    return {id_at(row): number for number, row in enumerate(part.rows) if id_at(row) in wanted}
