"""The tasks into which the reading of a repository is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TypeVar

from keyguard.gitformat.content import Content
from keyguard.gitformat.delta import Reach
from keyguard.gitformat.object_id import MISNAMED, MisnamedObjectError, is_named_rightly
from keyguard.gitformat.pack_entry import TYPES, entry_kind_of
from keyguard.gitformat.types import (
    CorruptObjectError,
    GitObject,
    LargeObject,
    TooLargeError,
    Unreadable,
)
from keyguard.gitrepo.history.compiled_walk import CompiledWalk
from keyguard.gitrepo.history.connectivity import LinkCheck, linked_ids
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.history.parts import PackPart
from keyguard.gitrepo.history.walk import Walk
from keyguard.gitrepo.history.work import Outcome, Work
from keyguard.gitrepo.objects.entry_columns import Headers, read_headers
from keyguard.gitrepo.objects.large_lookup import copies_again, copies_of, large_object
from keyguard.gitrepo.objects.trees import DAMAGED_TREE, gitlinks, is_sound
from keyguard.gitrepo.objects.versions import Version, in_any_order
from keyguard.gitrepo.provenance.recorded import END
from keyguard.model.record import NamedTuple
from keyguard.parallel.collection import uncollected
from keyguard.parallel.pool import ordered_map

Result = TypeVar("Result")


class HeaderTask(NamedTuple):
    """The headers of some entries of a part."""

    part: int
    start: int
    end: int


class DeltaTask(NamedTuple):
    """Some roots of a part, with all entries that descend from them."""

    part: int
    group: int
    """An index into the forest's ``root_groups``."""


class LooseTask(NamedTuple):
    """Some loose objects."""

    ids: Sequence[str]


Task = DeltaTask | LooseTask


def read_header_task(work: Work[Result], task: HeaderTask) -> Headers:
    """The headers of the entries that ``task`` names."""
    part = work.parts[task.part]
    offsets = part.offsets[task.start : task.end]
    return read_headers(part.pack.file, offsets, part.pack.index.id_length, task.start)


def read_tasks(
    work: Work[Result], tasks: Sequence[Task], jobs: int, costs: Sequence[float]
) -> Iterator[Outcome[Result]]:
    """The outcome of each task, in order; what other processes read comes in one piece."""
    if jobs == 1 or len(tasks) < 2:
        return chain.from_iterable(uncollected(read_task(work, task)) for task in tasks)
    return ordered_map(read_whole_task, work, tasks, jobs, costs, helping=True)


def read_whole_task(work: Work[Result], task: Task) -> Outcome[Result]:
    """The outcome of a task in one piece."""
    *parts, outcome = read_task(work, task)
    outcome.items[:0] = chain.from_iterable(part.items for part in parts)
    return outcome


def read_task(work: Work[Result], task: Task) -> Iterator[Outcome[Result]]:
    """The outcome of a task in parts, so that not all of it is held."""
    return _read_loose(work, task) if isinstance(task, LooseTask) else _read_deltas(work, task)


def _read_deltas(work: Work[Result], task: DeltaTask) -> Iterator[Outcome[Result]]:
    part, forest = work.parts[task.part], work.forests[task.part]
    links = LinkCheck(work.stored, part.pack.index.id_length)
    outcome: Outcome[Result] = Outcome(is_packed=True)
    outcome.recorded = links.recorded
    walk = _walk(work, task, links)
    for number, data in walk.read(forest.root_groups[task.group]):
        id_ = part.id_of(number)
        if isinstance(data, LargeObject):
            _take_large(work, large_object(id_, Version(data.size, data.parts)), outcome)
        elif isinstance(data, CorruptObjectError):
            if not (part.known and part.known[number]):
                _take_unread(work, id_, data, outcome)
        else:
            found = GitObject(id_, TYPES[forest.kind_of(number)], data)
            result, reach = _take_accepted(work, found, outcome)
            if found.type == "tree" and result:
                outcome.recorded.striking.extend(part.numbers_of([number]))
            if found.type == "blob" and reach is not None:
                walk.settle(number, reach)
            yield from outcome.parts()
    outcome.tally.add(walk.tally)
    _take_links(links, part, outcome)
    yield outcome


def _walk(work: Work[Result], task: DeltaTask, links: LinkCheck) -> Walk:
    part = work.parts[task.part]
    begin = (
        partial(CompiledWalk, work.compiled[task.part])
        if work.compiled
        else partial(Walk, work.forests[task.part])
    )
    return begin(
        part.pack.file,
        work.prefilter,
        work.visitor,
        links,
        lambda id_: _base(work, id_),
        part.numbers_of,
        part.known,
    )


def _take_accepted(
    work: Work[Result], found: GitObject, outcome: Outcome[Result]
) -> tuple[Result, Reach | None]:
    """Judges an object that the prefilter accepted, and checks its id if it holds something."""
    result, reach = work.visitor.visit(found)
    outcome.add(found, result)
    if result and not is_named_rightly(found):
        outcome.is_whole = False
        outcome.items.append(Unreadable(found.id, MISNAMED))
    return result, reach


def _take_unread(
    work: Work[Result], id_: str, error: CorruptObjectError, outcome: Outcome[Result]
) -> None:
    if isinstance(error, TooLargeError):
        outcome.items.append(Unreadable(id_, str(error)))
    else:
        outcome.is_whole = False
        _read_copy(work, id_, str(error), outcome)


def _take_links(links: LinkCheck, part: PackPart, outcome: Outcome[Result]) -> None:
    """Takes what the objects of a task name, and which of its trees are damaged."""
    outcome.unknown, outcome.submodules = links.unknown, links.submodules
    outcome.missing = links.missing
    for number in links.damaged:
        outcome.is_whole = False
        outcome.items.append(Unreadable(part.id_of(number), DAMAGED_TREE))
    outcome.is_whole = outcome.is_whole and not links.has_enough


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
        if not is_sound(found.data, id_length):
            outcome.items.append(Unreadable(found.id, DAMAGED_TREE))
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
