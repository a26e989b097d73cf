"""The units of work that reading a repository is cut into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from keyguard.gitrepo.forest import Forest
from keyguard.gitrepo.objects import CorruptObjectError, GitObject, Unreadable
from keyguard.gitrepo.packs import TYPES, Headers, Kind, read_headers
from keyguard.gitrepo.store import ObjectStore, Pack
from keyguard.gitrepo.walk import Prefilter, Tally, Walk

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class PackPart:
    """One pack, laid out in its own order."""

    pack: Pack
    rows: Sequence[int]
    """The row in the index of each entry."""
    offsets: Sequence[int]
    """One more than entries: the last is the end of the entries."""
    known: bytes
    """1 for each entry that is read elsewhere; empty if there is none."""

    def id_of(self, number: int) -> str:
        """The id of an entry."""
        return self.pack.index.id_at(self.rows[number]).hex()


@dataclass(slots=True)
class Work(Generic[Result]):
    """What every process must know."""

    store: ObjectStore
    parts: list[PackPart]
    prefilter: Prefilter
    inspect: Callable[[GitObject], Result]
    types: Collection[str]
    forests: list[Forest] = field(default_factory=list)


@dataclass(slots=True)
class Outcome(Generic[Result]):
    """What one unit brought in."""

    items: list[Result | Unreadable] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    commits: list[str] = field(default_factory=list)
    """Ids of loose commits; the forests tell those in packs."""


class HeaderTask(NamedTuple):
    """The headers of some entries of a part."""

    part: int
    start: int
    end: int


class TreeTask(NamedTuple):
    """Some trees of deltas of a part."""

    part: int
    unit: int


class LooseTask(NamedTuple):
    """Some loose objects."""

    ids: Sequence[str]


UnitTask = TreeTask | LooseTask


def read_header_task(work: Work[Result], task: HeaderTask) -> Headers:
    """The headers that ``task`` names."""
    part = work.parts[task.part]
    offsets = part.offsets[task.start : task.end]
    return read_headers(part.pack.file, offsets, part.pack.index.id_length, task.start)


def read_unit(work: Work[Result], task: UnitTask) -> Outcome[Result]:
    """Everything in a unit that the prefilter accepts."""
    return _read_loose(work, task) if isinstance(task, LooseTask) else _read_trees(work, task)


def _read_trees(work: Work[Result], task: TreeTask) -> Outcome[Result]:
    part, forest = work.parts[task.part], work.forests[task.part]
    outcome: Outcome[Result] = Outcome()
    walk = Walk(
        part.pack.file,
        forest,
        work.prefilter,
        lambda id_: work.store.find(id_.hex()).data,
        part.known,
    )
    for number, data in walk.read(forest.units[task.unit]):
        id_ = part.id_of(number)
        if not isinstance(data, CorruptObjectError):
            type_ = TYPES[forest.kind_of(number)]
            outcome.items.append(work.inspect(GitObject(id_, type_, data)))
        elif not (part.known and part.known[number]):
            _read_copy(work, id_, str(data), outcome)
    outcome.tally = walk.tally
    outcome.tally.blobs = _count_blobs(part, forest, forest.units[task.unit])
    return outcome


def _count_blobs(part: PackPart, forest: Forest, roots: Sequence[int]) -> int:
    """The blobs of these trees, which have the type of their roots, judged elsewhere aside."""
    blobs = [root for root in roots if forest.kind_of(root) == Kind.BLOB]
    entries = forest.descendants(blobs)
    return len(entries) - (sum(map(part.known.__getitem__, entries)) if part.known else 0)


def _read_loose(work: Work[Result], task: LooseTask) -> Outcome[Result]:
    outcome: Outcome[Result] = Outcome()
    for id_ in task.ids:
        try:
            found = work.store.find_loose(id_)
        except CorruptObjectError as error:
            _read_copy(work, id_, str(error), outcome)
            continue
        if found.type == "commit":
            outcome.commits.append(id_)
        if found.type in work.types:
            outcome.tally.objects += 1
            outcome.tally.blobs += found.type == "blob"
            outcome.tally.bytes += len(found.data)
            if work.prefilter.matches(found.data):
                outcome.items.append(work.inspect(found))
    return outcome


def _read_copy(work: Work[Result], id_: str, reason: str, outcome: Outcome[Result]) -> None:
    """Reads a sound copy of a damaged object, if there is one."""
    try:
        found = work.store.find(id_)
    except CorruptObjectError:
        outcome.items.append(Unreadable(id_, reason))
        return
    if found.type in work.types and work.prefilter.matches(found.data):
        outcome.items.append(work.inspect(found))
