"""The tasks that the reading of a repository is cut into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Generic, TypeVar

from keyguard.gitformat.content import Content
from keyguard.gitformat.object_id import MISNAMED, MisnamedObjectError, is_named_rightly
from keyguard.gitformat.pack_entry import TYPES, entry_kind_of
from keyguard.gitformat.types import (
    CorruptObjectError,
    GitObject,
    LargeObject,
    TooLargeError,
    Unreadable,
)
from keyguard.gitrepo.history.compiled_walk import CompiledForest, CompiledWalk
from keyguard.gitrepo.history.connectivity import LinkCheck, linked_ids
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.oid_numbers import MISSING, OidNumbers
from keyguard.gitrepo.history.parts import PackPart
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.history.walk import Walk
from keyguard.gitrepo.objects.entry_columns import Headers, read_headers
from keyguard.gitrepo.objects.large_lookup import copies_again, copies_of, large_object
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.objects.trees import gitlinks
from keyguard.gitrepo.objects.versions import Version, in_any_order
from keyguard.gitrepo.provenance.recorded import END, RecordedRefs
from keyguard.model.prefilter import BatchPrefilter
from keyguard.model.record import NamedTuple
from keyguard.parallel.collection import uncollected
from keyguard.parallel.pool import ordered_map

Result = TypeVar("Result")

MOST_HELD = 4 << 20
"""Bytes of objects in which something was found, to be passed on before a task is done."""


class Work(Generic[Result]):
    """What every process must know."""

    def __init__(
        self,
        store: ObjectStore,
        parts: list[PackPart],
        prefilter: BatchPrefilter,
        visitor: ObjectVisitor[Result],
        stored: OidNumbers,
    ) -> None:
        self.store = store
        self.parts = parts
        self.prefilter = prefilter
        self.visitor = visitor
        self.stored = stored
        self.forests: list[DeltaForest] = []
        self.compiled: list[CompiledForest] = []
        """The same for the compiled core; empty without it."""


class Outcome(Generic[Result]):
    """What one task brought in."""

    def __init__(
        self,
        items: list[Result | Unreadable] | None = None,
        tally: Tally | None = None,
        *,
        is_packed: bool = False,
        is_whole: bool = True,
        is_part: bool = False,
    ) -> None:
        """It was read in a pack if it ``is_packed``: of that the rest is known. It ``is_whole`` if
        all entries could be read, and all that they name is known. If it ``is_part`` more comes of
        the task, and it has nothing but items."""
        self.items = items or []
        self.tally = tally or Tally()
        self.commits: list[str] = []
        """Ids of loose commits; the forests tell those in packs."""
        self.unknown: set[bytes] = set()
        """Binary ids that objects of the task name and the repository does not store."""
        self.submodules: set[bytes] = set()
        """What folders of other repositories are called."""
        self.recorded = RecordedRefs()
        self.is_packed = is_packed
        self.is_whole = is_whole
        self.missing: set[bytes] = set()
        """Binary ids that are named and not stored, those of submodules too."""
        self.is_part = is_part
        self.held = 0
        """Bytes of the objects that the items are of."""

    def add(self, found: GitObject, result: Result) -> None:
        """Takes in what the visitor made of an object."""
        self.items.append(result)
        self.held += len(found.data) if result else 0

    def parts(self) -> Iterator[Outcome[Result]]:
        """What is to be passed on at once, if that is much."""
        if self.held >= MOST_HELD:
            yield Outcome(self.items, is_packed=self.is_packed, is_part=True)
            self.items, self.held = [], 0


class HeaderTask(NamedTuple):
    """The headers of some entries of a part."""

    part: int
    start: int
    end: int


class DeltaTask(NamedTuple):
    """Some roots of a part, with all that is made from them."""

    part: int
    group: int
    """Which of the forest's ``root_groups``."""


class LooseTask(NamedTuple):
    """Some loose objects."""

    ids: Sequence[str]


Task = DeltaTask | LooseTask


def read_header_task(work: Work[Result], task: HeaderTask) -> Headers:
    """The headers that ``task`` names."""
    part = work.parts[task.part]
    offsets = part.offsets[task.start : task.end]
    return read_headers(part.pack.file, offsets, part.pack.index.id_length, task.start)


def read_tasks(
    work: Work[Result], tasks: Sequence[Task], jobs: int, costs: Sequence[float]
) -> Iterator[Outcome[Result]]:
    """What comes of each task, in their order; what other processes read comes as one."""
    if jobs == 1 or len(tasks) < 2:
        return chain.from_iterable(uncollected(read_task(work, task)) for task in tasks)
    return ordered_map(read_whole_task, work, tasks, jobs, costs, helping=True)


def read_whole_task(work: Work[Result], task: Task) -> Outcome[Result]:
    """Everything in a task that the prefilter accepts."""
    *parts, outcome = read_task(work, task)
    outcome.items[:0] = chain.from_iterable(part.items for part in parts)
    return outcome


def read_task(work: Work[Result], task: Task) -> Iterator[Outcome[Result]]:
    """The same in parts, so that not all of it is held."""
    return _read_loose(work, task) if isinstance(task, LooseTask) else _read_deltas(work, task)


def _read_deltas(work: Work[Result], task: DeltaTask) -> Iterator[Outcome[Result]]:
    part, forest = work.parts[task.part], work.forests[task.part]
    outcome: Outcome[Result] = Outcome(is_packed=True)
    links = LinkCheck(work.stored, part.pack.index.id_length)
    begin = (
        partial(CompiledWalk, work.compiled[task.part]) if work.compiled else partial(Walk, forest)
    )
    walk = begin(
        part.pack.file,
        work.prefilter,
        work.visitor,
        links,
        lambda id_: _base(work, id_),
        part.numbers_of,
        part.known,
    )
    outcome.recorded = links.recorded
    for number, data in walk.read(forest.root_groups[task.group]):
        id_ = part.id_of(number)
        if isinstance(data, LargeObject):
            _take_large(work, large_object(id_, Version(data.size, data.parts)), outcome)
        elif not isinstance(data, CorruptObjectError):
            type_ = TYPES[forest.kind_of(number)]
            found = GitObject(id_, type_, data)
            result, reach = work.visitor.visit(found)
            outcome.add(found, result)
            if result and not is_named_rightly(found):
                outcome.is_whole = False
                outcome.items.append(Unreadable(id_, MISNAMED))
            if type_ == "tree" and result:
                outcome.recorded.striking.extend(part.numbers_of([number]))
            if type_ == "blob" and reach is not None:
                walk.settle(number, reach)
            yield from outcome.parts()
        elif part.known and part.known[number]:
            continue
        elif isinstance(data, TooLargeError):
            outcome.items.append(Unreadable(id_, str(data)))
        else:
            outcome.is_whole = False
            _read_copy(work, id_, str(data), outcome)
    outcome.tally.add(walk.tally)
    outcome.unknown, outcome.submodules = links.unknown, links.submodules
    outcome.missing = links.missing
    outcome.is_whole = outcome.is_whole and not links.has_enough
    yield outcome


def _base(work: Work[Result], id_: bytes) -> Content:
    """What entries of a pack are made from that is not in it. Raises ``CorruptObjectError``."""
    found = work.store.open(id_.hex())
    if isinstance(found, GitObject):
        return found.data
    return in_any_order(Version(found.size, found.parts))


def _read_loose(work: Work[Result], task: LooseTask) -> Iterator[Outcome[Result]]:
    outcome: Outcome[Result] = Outcome()
    for id_ in task.ids:
        try:
            found = work.store.open_loose(id_)
        except MisnamedObjectError as error:
            _read_copy(work, id_, str(error), outcome)
            outcome.items.append(work.visitor.visit(error.found)[0])
        except CorruptObjectError as error:
            _read_copy(work, id_, str(error), outcome)
        else:
            _take(work, found, outcome)
            yield from outcome.parts()
    yield outcome


def _read_copy(work: Work[Result], id_: str, reason: str, outcome: Outcome[Result]) -> None:
    """Reads a sound copy of a damaged or vanished object, if there is one.

    A loose object may have been packed since the packs were opened, so they are opened again.
    """
    try:
        found = work.store.open_anywhere(id_)
    except CorruptObjectError:
        outcome.items.append(Unreadable(id_, reason))
    else:
        _take(work, found, outcome)


def _take_large(work: Work[Result], found: LargeObject, outcome: Outcome[Result]) -> None:
    """Judges a blob that is not held: no prefilter is asked first. That it is damaged shows while
    it is read; then another copy is."""
    again = partial(copies_again, work.store.directories, found.id)
    result, reason = work.visitor.visit_large(found._replace(again=again))
    if reason and found.size <= work.visitor.max_size:
        outcome.is_whole = False
        others = (
            work.visitor.visit_large(copy._replace(again=again))
            for copy in copies_of(work.store, found.id)
        )
        sound = (other for other in others if not other[1])
        result, reason = next(sound, (result, reason))
    if result is not None:
        outcome.items.append(result)
    if reason:
        outcome.items.append(Unreadable(found.id, reason))


def _take(work: Work[Result], found: GitObject | LargeObject, outcome: Outcome[Result]) -> None:
    """Judges one object by itself."""
    if isinstance(found, LargeObject):
        outcome.tally.count(found.type, 1, found.size)
        _take_large(work, found, outcome)
        return
    if found.type == "commit":
        outcome.commits.append(found.id)
    outcome.tally.count(found.type, 1, len(found.data))
    id_length = len(found.id) // 2
    if found.type == "tree":
        outcome.submodules.update(gitlinks(found.data, id_length))
    _note_links(work, found, outcome)
    if work.prefilter.matches(found.data):
        result, _ = work.visitor.visit(found)
        outcome.add(found, result)
        if found.type == "tree" and result:
            outcome.recorded.striking.extend(work.stored.numbers([bytes.fromhex(found.id)]))


def _note_links(work: Work[Result], found: GitObject, outcome: Outcome[Result]) -> None:
    own_id = bytes.fromhex(found.id)
    if found.type == "commit":
        links = LinkCheck(work.stored, len(own_id))
        links.recorded = outcome.recorded
        links.look_into_commits(work.stored.numbers([own_id]), [found.data])
        outcome.unknown |= links.unknown
        return
    needed = list(linked_ids(entry_kind_of(found.type), found.data, len(own_id)))
    own_number, *numbers = work.stored.numbers([own_id, *needed])
    if found.type == "tree":
        outcome.recorded.trees.append(own_number)
        outcome.recorded.named.extend([*numbers, END])
    found_numbers = zip(needed, numbers, strict=True)
    outcome.unknown.update(id_ for id_, number in found_numbers if number == MISSING)
