"""The walk through a task of a pack: each entry inflated once, each delta applied once.

What makes it fast is what it leaves out. A match that stands in a delta's result but not in its
base touches what the delta inserts or joins. So where the base holds no match, only those bytes
are judged; and if nothing is made from the result, it is never put together. The same is true if
the base holds matches that were looked into and came to nothing, but for what stands further
around the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from keyguard.gitformat.compiled_delta import apply_delta
from keyguard.gitformat.delta import Reach, changed
from keyguard.gitformat.pack_entry import TYPES, EntryKind, longest_stored
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.history import batch as batches
from keyguard.gitrepo.history.batch import Batch, Waiting, WaitingBatch
from keyguard.gitrepo.history.connectivity import LinkCheck
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.policies import (
    POLICIES,
    Change,
    NumbersOf,
    Policy,
    Sample,
    unseen,
)
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.objects.entry_columns import inflate_entry
from keyguard.gitrepo.objects.pack_file import BLOCK, PackFile
from keyguard.model.prefilter import Prefilter

WORTH_A_REACH = 64
"""A change to what was looked into is judged for itself if its base has so many times its bytes:
what it costs to see all of that again is saved as well."""
LARGE_FOR_ITS_REACH = 3
"""A change is judged with what it reaches if its base has so many times that."""
BATCH = 64 * 1024
"""Bytes judged at a time: enough to make the call cheap, few enough to stay in the cache."""
HELD = 512 * 1024
"""Bytes of bases that wait with their deltas; about as much as the processor's cache holds."""
PARTS = 8
"""Texts that match together are parted into so many groups, to see which of them do."""
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


class Walk:
    """Reads trees of one pack. Yields what the prefilter accepts, bases before their deltas."""

    def __init__(
        self,
        forest: DeltaForest,
        pack: PackFile,
        prefilter: Prefilter,
        visitor: ObjectVisitor[object],
        links: LinkCheck,
        read_foreign: Callable[[bytes], bytes],
        numbers_of: NumbersOf,
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
        self._policies = {
            kind: policy(links, numbers_of, prefilter.span - 1) for kind, policy in POLICIES.items()
        }
        self._links = links
        self._read_foreign = read_foreign
        self._numbers_of = numbers_of
        self._known = known
        self._suspect = bytearray(known or len(forest.parents))
        """1 for an entry that matches, or may."""
        self._visitor = visitor
        self._settled: dict[int, Reach] = {}
        """Entries that match, but were looked into and hold nothing."""

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
        """
        forest, known, policy = self._forest, self._known, self._policies[kind]
        first_children, next_siblings = forest.first_children, forest.next_siblings
        sample_of = self._sample
        waiting: list[Waiting] = []
        objects = total = batch = held = 0
        for root in roots:
            pending: list[tuple[int, bytes | None]] = [(root, None)]
            while pending:
                number, base = pending.pop()
                child = first_children[number]
                try:
                    text, size, change, content = sample_of(number, base, policy, child >= 0)
                except CorruptObjectError as error:
                    yield number, error
                    for lost in forest.descendants(forest.children(number)):
                        yield lost, CorruptObjectError(LOST)
                    continue
                if not (known and known[number]):
                    objects += 1
                    total += size
                    batch += len(text)
                    held += len(change.base) if change else 0
                    waiting.append(Waiting(number, text, change))
                    if batch > BATCH or held > HELD:
                        yield from self._judge(policy, WaitingBatch(waiting, policy.between))
                        waiting = []
                        batch = held = 0
                if child < 0:
                    continue
                if next_siblings[child] < 0:
                    pending.append((child, content))
                else:
                    children = forest.children(number)
                    children.sort(key=forest.weights.__getitem__, reverse=True)
                    pending += [(each, content) for each in children]
        yield from self._judge(policy, WaitingBatch(waiting, policy.between))
        self.tally.count(TYPES[kind], objects, total)

    def _sample(self, number: int, base: bytes | None, policy: Policy, is_base: bool) -> Sample:
        """What is judged of an entry, with the whole content if it is a base of others.

        Raises ``CorruptObjectError``.
        """
        forest = self._forest
        size = forest.sizes[number]
        start, end = forest.offsets[number] + forest.lengths[number], forest.offsets[number + 1]
        if end - start > BLOCK:
            end = min(end, start + longest_stored(size))
        stored = inflate_entry(self._pack.read(start, end), size)
        if forest.foreign and number in forest.foreign:
            base = self._read_foreign(forest.foreign[number])
        if base is None:
            return stored, size, None, stored
        base_size, parent = len(base), forest.parents[number]
        if base_size <= policy.shortest_base or parent < 0:
            is_worth_it = False
        elif parent in self._settled:
            is_worth_it = base_size > size * WORTH_A_REACH
        else:
            is_worth_it = base_size > size * policy.worth_a_sample and not self._suspect[parent]
        if not is_worth_it:
            content = apply_delta(base, stored)
            return content, len(content), None, content
        change = Change(base, stored)
        take = unseen if parent in self._settled else policy.sample
        text, size, _, whole = take(change)
        if is_base and whole is None:
            whole = change.result()
        return text, size, change, whole

    def _judge(self, policy: Policy, batch: Batch) -> Iterator[Judged]:
        """Asks the prefilter about all that wait: about small texts together, as most are clean."""
        small_are_clean = not self._matches(batch.small)
        strange = policy.note_links(batch)
        is_seen = not (self._settled and batch.may_be_unseen)
        if small_are_clean and batch.all_are_small and not strange and is_seen:
            return
        texts = batch.texts()
        matching_small = set() if small_are_clean else self._matching(policy.between, texts)
        for place, (number, text) in enumerate(zip(batch.numbers, texts, strict=True)):
            is_small = len(text) <= batches.LARGE
            matching = place in matching_small if is_small else self._matches(text)
            linking = any(id_ in text for id_ in strange)
            parent = self._forest.parents[number]
            if not (matching or linking or (parent >= 0 and self._suspect[parent])):
                continue
            change = batch.change(place)
            if change and (matching or self._suspect[parent]):
                matching = not self._is_settled(number, change)
            if not (matching or linking):
                continue
            try:
                content = change.result() if change else text
            except CorruptObjectError as error:
                yield number, error
                continue
            if linking:
                self._links.look_into_tree(self._numbers_of([number])[0], content)
            if change:  # part of a name may have been taken for an id, or left out around one
                matching = self._matches(content)
            if matching:
                self._take_for_suspect(number)
                yield number, content

    def _matching(self, between: bytes, texts: Sequence[bytes]) -> set[int]:
        """The places of the small texts that match. They are parted until all that is left does."""
        small = [place for place, text in enumerate(texts) if len(text) <= batches.LARGE]
        found = set()
        groups = [small] if small else []
        while groups:
            group = groups.pop()
            size = -(-len(group) // PARTS)
            for start in range(0, len(group), size):
                part = group[start : start + size]
                if self._matches(between.join([*(texts[place] for place in part), b""])):
                    if len(part) == 1:
                        found.update(part)
                    else:
                        groups.append(part)
        return found

    def _take_for_suspect(self, number: int) -> None:
        """Takes note that an entry matches, or may."""
        self._suspect[number] = 1

    def _is_settled(self, number: int, change: Change) -> bool:
        """Whether an entry holds nothing since its base doesn't, and its changes don't."""
        parent = self._forest.parents[number]
        reach = self._settled.get(parent) if self._suspect[parent] else self._visitor.reach
        base = change.base
        if reach is None or len(base) < LARGE_FOR_ITS_REACH * reach.context or b"\0" in base:
            return False
        try:
            clean = self._visitor.is_clean(changed(base, change.delta, reach), reach)
        except CorruptObjectError:
            return False
        if clean:
            self._take_for_suspect(number)
            self.settle(number, reach)
        return clean
