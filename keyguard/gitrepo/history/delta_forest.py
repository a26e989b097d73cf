"""The delta forest of a pack: which entry is a delta of which, and how it is cut into tasks.

A whole entry is a root; a delta is a child of its base. Entries are numbered in the order of the
pack. The columns are arrays, which forked processes share without copying, or views of bytes that
the compiled core has as well.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from types import ModuleType
from typing import Any

from keyguard.gitformat.pack_entry import TYPES, EntryKind
from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.objects.entry_columns import Headers
from keyguard.model.record import NamedTuple

NONE = -1
ENTRY_COST = 500
"""What reading an entry costs beside its stored bytes, counted in bytes that take as long."""
LAST_PART, SMALLER = 4, 4
"""Of all that is read the last fourth is cut into tasks of a fourth of the size."""


class DeltaForest(NamedTuple):
    """The entries of a pack, one column for each property, and the roots to begin with."""

    offsets: Sequence[int]
    """Where each entry begins in the pack, and behind them where the last one ends."""
    lengths: bytes | bytearray
    """Bytes of the entry's header."""
    sizes: Sequence[int]
    """Bytes of the entry, inflated."""
    kinds: bytes | bytearray
    """The kind of each entry; a root whose base is in another pack has that base's kind."""
    parents: Sequence[int]
    """The entry of the base; ``NONE`` for a root."""
    first_children: Sequence[int]
    """The first entry that is a delta of this one, or ``NONE``."""
    next_siblings: Sequence[int]
    """The next entry with the same base, or ``NONE``."""
    weights: Sequence[int]
    """What it costs to read an entry and all its descendants."""
    foreign: Mapping[int, bytes]
    """For a root whose base is not in this pack, the binary id of that base."""
    broken: Sequence[int]
    """Entries that no sound root leads to."""
    root_groups: Sequence[Sequence[int]]
    """The roots to read in each task, in ascending order within and across tasks."""
    costs: Sequence[int]
    """The weight of each task."""

    def __reduce__(self) -> tuple[type[DeltaForest], tuple[object, ...]]:
        return DeltaForest, tuple(map(as_array, self))

    def kind_of(self, number: int) -> EntryKind:
        """The kind of the root that an entry descends from: a delta has no kind of its own."""
        while self.parents[number] >= 0:
            number = self.parents[number]
        return EntryKind(self.kinds[number])

    def children(self, number: int) -> list[int]:
        """The entries that are deltas of this one, in ascending order."""
        found = []
        child = self.first_children[number]
        while child >= 0:
            found.append(child)
            child = self.next_siblings[child]
        return found

    def descendants(self, numbers: Iterable[int]) -> list[int]:
        """These entries and all that descend from them."""
        found = list(numbers)
        for number in found:
            found += self.children(number)
        return found


def grow(
    offsets: Sequence[int],
    headers: Headers,
    number_of_id: Callable[[bytes], int | None],
    kind_of_foreign: Callable[[bytes], EntryKind],
    task_count: int,
) -> DeltaForest:
    """Builds the forest of the entries at ``offsets``, the last of which is where the entries end.

    ``number_of_id`` finds the entry of a base that is named by its id. If the pack lacks it,
    ``kind_of_foreign`` gives its kind, which is ``INVALID`` if there is no such object.
    """
    parents = headers.parents
    kinds = bytearray(headers.kinds)
    foreign: dict[int, bytes] = {}
    for number, offset in headers.distant.items():
        parent = bisect_left(offsets, offset, hi=number)
        if offsets[parent] == offset and parent < number:
            parents[number] = parent
    for number, id_ in headers.base_ids.items():
        found = number_of_id(id_)
        if found is None:
            foreign[number] = id_
            kinds[number] = kind_of_foreign(id_)
        else:
            parents[number] = found
    is_shared = compiled_core() is not None
    own_parents = shared(parents) if is_shared else parents
    links = _links(offsets, own_parents, kinds, task_count, is_in_order=not headers.base_ids)
    forest = DeltaForest(
        offsets=offsets,
        lengths=headers.lengths,
        sizes=shared(headers.sizes) if is_shared else headers.sizes,
        kinds=kinds,
        parents=own_parents,
        first_children=links.first_children,
        next_siblings=links.next_siblings,
        weights=links.weights,
        foreign=foreign,
        broken=links.circles,
        root_groups=links.root_groups,
        costs=links.costs,
    )
    links.circles.extend(forest.descendants(links.unsound))
    return forest


def bytes_of(column: Sequence[int]) -> bytes:
    """The bytes of a column, without a copy if it is a view of them."""
    if isinstance(column, memoryview):
        assert isinstance(column.obj, bytes)
        return column.obj
    return column.tobytes() if isinstance(column, array) else bytes(column)


def shared(column: array[int]) -> Sequence[int]:
    """A column in a form that the compiled core need not copy."""
    return _view_of(column.typecode, column.tobytes())


def _view_of(typecode: Any, data: bytes) -> Sequence[int]:
    """The numbers that stand in some bytes."""
    return memoryview(data).cast(typecode) if data else array(typecode)


def as_array(column: object) -> object:
    """A column in a form that can be pickled."""
    return array(column.format, column) if isinstance(column, memoryview) else column


class _Links(NamedTuple):
    """Which entry is made from which, and what it weighs with all that are made from it."""

    first_children: Sequence[int]
    next_siblings: Sequence[int]
    weights: Sequence[int]
    root_groups: list[Sequence[int]]
    costs: Sequence[int]
    unsound: Sequence[int]
    """Roots of no known kind."""
    circles: list[int]
    """Entries that are made from each other."""


def _links(
    offsets: Sequence[int],
    parents: Sequence[int],
    kinds: bytearray,
    task_count: int,
    *,
    is_in_order: bool,
) -> _Links:
    """Links the entries; ``is_in_order`` if each comes behind what it is made from."""
    core = compiled_core()
    if core and is_in_order:
        return _links_by_core(core, offsets, parents, kinds, task_count)
    count = len(parents)
    weights = [end - start + ENTRY_COST for start, end in pairwise(offsets)]
    firsts, nexts = [NONE] * count, [NONE] * count
    all_roots = []
    order, circles = (range(count), []) if is_in_order else _bases_first(parents)
    for number in reversed(order):
        parent = parents[number]
        if parent >= 0:
            weights[parent] += weights[number]
            nexts[number] = firsts[parent]
            firsts[parent] = number
        else:
            all_roots.append(number)
    all_roots.reverse()
    groups = _cut([root for root in all_roots if kinds[root] in TYPES], weights, task_count)
    return _Links(
        array("i", firsts),
        array("i", nexts),
        array("q", weights),
        groups,
        [sum(map(weights.__getitem__, group)) for group in groups],
        [root for root in all_roots if kinds[root] not in TYPES],
        circles,
    )


def _links_by_core(
    core: ModuleType,
    offsets: Sequence[int],
    parents: Sequence[int],
    kinds: bytearray,
    task_count: int,
) -> _Links:
    children, siblings, weights, roots, ends, costs, unsound = core.link_entries(
        bytes_of(offsets), bytes_of(parents), bytes(kinds), ENTRY_COST, task_count
    )
    sound, bounds = array("i", roots), array("i", ends)
    return _Links(
        first_children=_view_of("i", children),
        next_siblings=_view_of("i", siblings),
        weights=_view_of("q", weights),
        root_groups=[sound[start:end] for start, end in pairwise((0, *bounds))],
        costs=array("q", costs),
        unsound=array("i", unsound),
        circles=[],
    )


def _cut(roots: Sequence[int], weights: Sequence[int], task_count: int) -> list[Sequence[int]]:
    """Runs of roots that weigh about the same together, but smaller ones at the end, so that all
    processes end at about a time. ``layout_cut`` in ``core/layout.c`` cuts in the same places."""
    whole = sum(weights[root] for root in roots)
    limit, last = whole // task_count, whole - whole // LAST_PART
    groups: list[Sequence[int]] = []
    group = array("i")
    before = cost = 0
    for root in roots:
        if group and cost + weights[root] > (limit if before < last else limit // SMALLER):
            groups.append(group)
            before += cost
            group, cost = array("i"), 0
        group.append(root)
        cost += weights[root]
    return [*groups, group] if group else groups


def _bases_first(parents: Sequence[int]) -> tuple[list[int], list[int]]:
    """The entries, every base before its deltas; and those whose bases go round in a circle."""
    children: dict[int, list[int]] = {}
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    order = list(children.get(NONE, ()))
    for number in order:
        order += children.get(number, ())
    circles = sorted(set(range(len(parents))).difference(order))
    return order, circles
