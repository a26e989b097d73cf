"""The walk through a task of a pack: each entry inflated once, each delta applied once.

What makes it fast is what it leaves out. A match that stands in a delta's result but not in its
base touches what the delta inserts or joins. So where the base holds no match, only those bytes
are judged; and if nothing is made from the result, it is never put together. The same is true if
the base holds matches that were looked into and came to nothing, but for what stands further
around the change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from keyguard.gitrepo.history.connectivity import LinkCheck
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.objects.compiled_delta import apply_delta
from keyguard.gitrepo.objects.delta import Reach, changed, excerpt, sizes
from keyguard.gitrepo.objects.entry_columns import inflate_entry
from keyguard.gitrepo.objects.pack_file import (
    BLOCK,
    TYPES,
    EntryKind,
    PackFile,
    longest_stored,
)
from keyguard.gitrepo.objects.tree_delta import replaced_ids, tree_excerpt
from keyguard.gitrepo.objects.types import CorruptObjectError
from keyguard.model.prefilter import Prefilter

WORTH_AN_EXCERPT = {EntryKind.COMMIT: 0, EntryKind.TREE: 4, EntryKind.BLOB: 128, EntryKind.TAG: 0}
"""A delta is judged by its excerpt if its base has so many times its bytes: an instruction costs
as much as looking through some hundred bytes of a blob, or looking up a few ids of a tree."""
SHORTEST_BASE = {
    EntryKind.COMMIT: sys.maxsize,
    EntryKind.TREE: 512,
    EntryKind.BLOB: 2048,
    EntryKind.TAG: sys.maxsize,
}
"""Bytes; less is looked through in no time, and commits are looked through in full."""
WORTH_A_REACH = 64
"""The same if the base was looked into: what it costs to see that again is saved as well."""
LARGE_FOR_ITS_REACH = 3
"""A change is judged with what it reaches if its base has so many times that."""
BATCH = 64 * 1024
"""Bytes judged at a time: enough to make the call cheap, few enough to stay in the cache."""
LARGE = 16 * 1024
"""Bytes from which a text is judged alone: joining it would cost more than the call."""
HELD = 512 * 1024
"""Bytes of bases that wait with their deltas; about as much as the processor's cache holds."""
LOST = "the object that it is a delta of is damaged"


@dataclass(slots=True)
class Tally:
    """How much was read."""

    objects: int = 0
    blobs: int = 0
    commits: int = 0
    bytes: int = 0
    """The sum of the objects' sizes."""

    def count(self, type_: str, objects: int, size: int) -> None:
        """Counts objects of one type, which have ``size`` bytes together."""
        self.objects += objects
        self.blobs += objects if type_ == "blob" else 0
        self.commits += objects if type_ == "commit" else 0
        self.bytes += size

    def add(self, other: Tally) -> None:
        """Counts what another reading read."""
        self.objects += other.objects
        self.blobs += other.blobs
        self.commits += other.commits
        self.bytes += other.bytes


Judged = tuple[int, bytes | CorruptObjectError]
"""The number of an entry, and its content or why there is none."""
Waiting = tuple[int, bytes, bytes | None, bytes | None]
"""Entry, text to judge, and if that is an excerpt: base and delta."""


class Walk:
    """Reads trees of one pack. Yields what the prefilter accepts, bases before their deltas."""

    def __init__(
        self,
        pack: PackFile,
        forest: DeltaForest,
        prefilter: Prefilter,
        visitor: ObjectVisitor[object],
        links: LinkCheck,
        read_foreign: Callable[[bytes], bytes],
        numbers_of: Callable[[Iterable[int]], list[int]],
        known: bytes = b"",
    ) -> None:
        """``visitor`` is asked about versions of what it saw to hold nothing.

        ``read_foreign`` gives the content of an object of another pack, by its binary id. ``links``
        is shown every object, by the number that ``numbers_of`` gives its entry. Entries whose
        byte in ``known`` is 1 were judged elsewhere: they only serve as bases.
        """
        self.tally = Tally()
        self._pack = pack
        self._forest = forest
        self._matches = prefilter.matches
        self._context = prefilter.span - 1
        self._links = links
        self._read_foreign = read_foreign
        self._numbers_of = numbers_of
        self._known = known
        self._suspect = bytearray(known or len(forest.parents))
        """1 for an entry that matches, or may."""
        self._inspector = visitor
        self._settled: dict[int, Reach] = {}
        """Entries that match, but were looked into and hold nothing."""
        self._waiting: list[Waiting] = []

    def settle(self, number: int, reach: Reach) -> None:
        """Takes note that the entry yielded last holds nothing, so what matters of an entry that is
        made from it is in ``reach`` of a change."""
        self._settled[number] = reach

    def read(self, roots: Sequence[int]) -> Iterator[Judged]:
        """The trees of these roots, kind by kind: what waits together is of one kind."""
        for kind, alike in groupby(roots, self._forest.kinds.__getitem__):
            yield from self._read_alike(EntryKind(kind), alike)

    def _read_alike(self, kind: EntryKind, roots: Iterable[int]) -> Iterator[Judged]:
        """Depth first, of several children the heaviest last.

        When that one is read its base is needed no more, and every other child has less than half
        of its base's descendants: so no more than log2 of them are held, however deep the chain.

        This loop runs once for every object of a repository, so it does with few calls.
        """
        forest, known, foreign = self._forest, self._known, self._forest.foreign
        offsets, lengths, stored_sizes = forest.offsets, forest.lengths, forest.sizes
        parents, suspect, settled = forest.parents, self._suspect, self._settled
        first_children, next_siblings = forest.first_children, forest.next_siblings
        read, wait = self._pack.read, self._waiting.append
        links, id_length, context = self._links, self._links.id_length, self._context
        shortest_base, worth_an_excerpt = SHORTEST_BASE[kind], WORTH_AN_EXCERPT[kind]
        objects = total = batch = held = 0
        pending: list[tuple[int, bytes | None]] = []
        for root in roots:
            number, base = root, None
            while True:
                child = first_children[number]
                delta = data = None
                try:
                    size = stored_sizes[number]
                    start, end = offsets[number] + lengths[number], offsets[number + 1]
                    if end - start > BLOCK:
                        end = min(end, start + longest_stored(size))
                    stored = inflate_entry(read(start, end), size)
                    if foreign and number in foreign:
                        base = self._read_foreign(foreign[number])
                    if base is None:
                        data = text = stored
                    elif (
                        (base_size := len(base)) > shortest_base
                        and (parent := parents[number]) >= 0
                        and (
                            base_size > size * WORTH_A_REACH
                            if parent in settled
                            else base_size > size * worth_an_excerpt and not suspect[parent]
                        )
                    ):
                        delta = stored
                        if parent in settled:
                            text, size = b"", sizes(delta)[1]
                        elif kind == EntryKind.BLOB:
                            text, size = excerpt(base, delta, context)
                        elif links.has_enough:
                            text, size = tree_excerpt(base, delta, None)
                        elif (ids := replaced_ids(delta, id_length)) is not None:
                            text, data = ids, apply_delta(base, delta)
                            size = len(data)
                        else:
                            text, size = tree_excerpt(base, delta, id_length)
                        if child >= 0 and data is None:
                            data = apply_delta(base, delta)
                        held += base_size
                    else:
                        data = text = apply_delta(base, stored)
                        size = len(text)
                except CorruptObjectError as error:
                    yield number, error
                    for lost in forest.descendants(forest.children(number)):
                        yield lost, CorruptObjectError(LOST)
                else:
                    if not (known and known[number]):
                        objects += 1
                        total += size
                        wait((number, text, base if delta else None, delta))
                        batch += len(text)
                        if batch > BATCH or held > HELD:
                            yield from self._judge(kind)
                            batch = held = 0
                    if child >= 0:
                        if next_siblings[child] < 0:
                            number, base = child, data
                            continue
                        children = forest.children(number)
                        children.sort(key=forest.weights.__getitem__, reverse=True)
                        pending += [(child, data) for child in children]
                if not pending:
                    break
                number, base = pending.pop()
        yield from self._judge(kind)
        self.tally.count(TYPES[kind], objects, total)

    def _judge(self, kind: EntryKind) -> Iterator[Judged]:
        """Asks the prefilter about all that wait: about small texts together, as most are clean."""
        matches, suspect, parents = self._matches, self._suspect, self._forest.parents
        waiting, settled = self._waiting, self._settled
        between = self._links.between_trees if kind == EntryKind.TREE else b"\n"
        small = [item[1] for item in waiting if len(item[1]) <= LARGE]
        joined = between.join([*small, b""])
        small_are_clean = not matches(joined)
        strange = self._look_at_links(kind, joined)
        is_short = len(small) == len(waiting)
        if small_are_clean and not strange and is_short and not (settled and b"" in small):
            waiting.clear()
            return
        for number, text, base, delta in waiting:
            matching = not (small_are_clean and len(text) <= LARGE) and matches(text)
            if base is not None and delta is not None and (matching or suspect[parents[number]]):
                matching = not self._is_settled(number, base, delta)
            linking = any(id_ in text for id_ in strange)
            if not (matching or linking):
                continue
            data = text
            if base is not None and delta is not None:
                try:
                    data = apply_delta(base, delta)
                except CorruptObjectError as error:
                    yield number, error
                    continue
                matching = matches(data)
            if linking:
                self._links.look_into_tree(self._numbers_of([number])[0], data)
            if matching:
                suspect[number] = 1
                yield number, data
        waiting.clear()

    def _look_at_links(self, kind: EntryKind, small: bytes) -> set[bytes]:
        """Shows all that wait, the small texts joined; the ids of trees that are not stored."""
        links, waiting, numbers_of = self._links, self._waiting, self._numbers_of
        if kind == EntryKind.TREE:
            large = [item for item in waiting if len(item[1]) > LARGE]
            short = [item[0] for item in waiting if len(item[1]) <= LARGE]
            numbers = numbers_of(short + [item[0] for item in large])
            text = b"".join([small, *(item[1] + links.between_trees for item in large)])
            return links.look_into_trees(numbers, text)
        if kind == EntryKind.COMMIT:
            numbers = numbers_of([item[0] for item in waiting])
            links.look_into_commits(numbers, [item[1] for item in waiting])
        elif kind == EntryKind.TAG:
            links.look_into_tags(item[1] for item in waiting)
        return set()

    def _is_settled(self, number: int, base: bytes, delta: bytes) -> bool:
        """Whether an entry holds nothing since its base doesn't, and its changes don't."""
        parent = self._forest.parents[number]
        reach = self._settled.get(parent) if self._suspect[parent] else self._inspector.reach
        if reach is None or len(base) < LARGE_FOR_ITS_REACH * reach.context or b"\0" in base:
            return False
        try:
            clean = self._inspector.is_clean(changed(base, delta, reach), reach)
        except CorruptObjectError:
            return False
        if clean:
            self._suspect[number] = 1
            self._settled[number] = reach
        return clean
