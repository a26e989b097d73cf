"""The walk through a task of a pack: each entry inflated once, each delta applied once.

The walk is fast because of what it leaves out. A match that is in a delta's result but not in its
base touches bytes that the delta inserts or joins. So where the base holds no match, only those
bytes are judged; and if nothing is made from the result, it is never put together. The same is true
if the base holds matches that were looked into and came to nothing, except that more of the
surroundings is judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterator, Sequence

from keyguard.gitformat.content import Content
from keyguard.gitformat.delta import Reach, applied, sizes
from keyguard.gitformat.pack_entry import TYPES, EntryKind, longest_stored
from keyguard.gitformat.types import (
    LARGEST_BESIDE_FILES,
    CorruptObjectError,
    TooLargeError,
    no_file,
    too_large,
)
from keyguard.gitrepo.deltas import apply_delta
from keyguard.gitrepo.history.batch import Batch, Waiting, WaitingBatch
from keyguard.gitrepo.history.connectivity import LinkCheck
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.large_entries import BASE, LOST, Judged, LargeEntries
from keyguard.gitrepo.history.policies import (
    POLICIES,
    Change,
    NumbersOf,
    Policy,
    Sample,
    unseen,
)
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.objects.entry_columns import inflate_entry
from keyguard.gitrepo.objects.pack_file import BLOCK, PackFile
from keyguard.model.prefilter import BatchPrefilter, places_of

WORTH_A_REACH = 64
"""How many times its own bytes the base of a change must have, for a change to an object that was
looked into to be judged alone: that also saves looking into all of it again."""
LARGE_FOR_ITS_REACH = 3
"""How many times the reach of a change its base must have, for the change to be judged with what it
reaches."""
BATCH = 256 * 1024
"""Bytes judged together: enough to make the call cheap, few enough to stay in the cache."""
HELD = 2 * 1024 * 1024
"""Bytes of bases that may wait together with their deltas."""


class Walk:
    """Reads delta trees of one pack, and yields what the prefilter accepts, bases before deltas."""

    def __init__(
        self,
        forest: DeltaForest,
        pack: PackFile,
        prefilter: BatchPrefilter,
        visitor: ObjectVisitor[object],
        links: LinkCheck,
        read_foreign: Callable[[bytes], Content],
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
        self._prefilter = prefilter
        self._policies = {
            kind: policy(links, numbers_of, prefilter.span - 1) for kind, policy in POLICIES.items()
        }
        self._batches = {
            kind: WaitingBatch(policy.between) for kind, policy in self._policies.items()
        }
        self._links = links
        self._read_foreign = read_foreign
        self._large = LargeEntries(forest, pack, read_foreign, visitor.max_size, self.tally)
        self._numbers_of = numbers_of
        self._known = known
        self._suspect = bytearray(known or len(forest.parents))
        """1 for an entry that matches, or may."""
        self._visitor = visitor
        self._settled: dict[int, Reach] = {}
        """Entries that match, but were looked into and hold nothing."""

    def settle(self, number: int, reach: Reach) -> None:
        """Notes that the entry yielded last holds nothing.

        An entry that is made from it then matters only within ``reach`` of its change.
        """
        self._settled[number] = reach

    def read(self, roots: Sequence[int]) -> Iterator[Judged]:
        """Reads the delta trees that grow from these roots, all entries of a batch being of one
        kind.

        Depth first, and of several children the heaviest last. When that one is read its base is
        needed no more, and every other child has less than half of its base's descendants: so no
        more than log2 of them are held, however deep the chain.
        """
        forest, known = self._forest, self._known
        first_children, next_siblings = forest.first_children, forest.next_siblings
        sample_of = self._sample
        for root in roots:
            kind = forest.kinds[root]
            policy, batch = self._policies[kind], self._batches[kind]
            type_ = TYPES[EntryKind(kind)]
            pending: list[tuple[int, Content | None]] = [(root, None)]
            while pending:
                number, base = pending.pop()
                child = first_children[number]
                try:
                    text, size, change, content = sample_of(number, base, policy, child >= 0)
                except CorruptObjectError as error:
                    large = yield from self._without(number, base, policy, error)
                    if large is not None:
                        pending += [(each, large) for each in self._by_weight(number)]
                    continue
                if not (known and known[number]):
                    self.tally.count(type_, 1, size)
                    batch.add(Waiting(number, text, change))
                    if batch.size > BATCH or batch.held > HELD:
                        yield from self._judge(policy, batch)
                        batch = self._batches[kind] = WaitingBatch(policy.between)
                if child < 0:
                    continue
                if next_siblings[child] < 0:
                    pending.append((child, content))
                else:
                    pending += [(each, content) for each in self._by_weight(number)]
        for kind, policy in self._policies.items():
            yield from self._judge(policy, self._batches[kind])

    def _without(
        self, number: int, base: Content | None, policy: Policy, error: CorruptObjectError
    ) -> Generator[Judged, None, Content | None]:
        """What is to be told of an entry that is not held. Returns its content, if others can be
        made from it."""
        if policy.may_be_large and isinstance(error, TooLargeError):
            is_wanted = not (self._known and self._known[number])
            return (yield from self._large.read(number, base, is_wanted))
        yield number, error
        forest = self._forest
        is_damaged = not isinstance(error, TooLargeError)
        reason = CorruptObjectError(LOST) if is_damaged else TooLargeError(f"{BASE}: {error}")
        for lost in forest.descendants(forest.children(number)):
            yield lost, reason
        return None

    def _by_weight(self, number: int) -> list[int]:
        """What is made from an entry, the heaviest first."""
        children = self._forest.children(number)
        return sorted(children, key=self._forest.weights.__getitem__, reverse=True)

    def _sample(self, number: int, base: Content | None, policy: Policy, is_base: bool) -> Sample:
        """What is judged of an entry, with the whole content if it is a base of others.

        Raises ``CorruptObjectError``; ``TooLargeError`` for what is not to be held.
        """
        sample = self._taken(number, base, policy, is_base)
        _, _, change, whole = sample
        if policy.is_usual(whole, change):
            return sample
        if whole is None and change is not None:
            whole = change.result()
        assert whole is not None
        if not (self._known and self._known[number]):
            self._links.take_apart(number, whole)
        return whole, len(whole), None, whole

    def _taken(self, number: int, base: Content | None, policy: Policy, is_base: bool) -> Sample:
        forest = self._forest
        size = forest.sizes[number]
        most = self._large.most if policy.may_be_large else LARGEST_BESIDE_FILES
        refused = too_large if policy.may_be_large else no_file
        if size > most:
            raise refused(size)
        start, end = forest.offsets[number] + forest.lengths[number], forest.offsets[number + 1]
        if end - start > BLOCK:
            end = min(end, start + longest_stored(size))
        stored = inflate_entry(self._pack.read(start, end), size)
        if forest.foreign and number in forest.foreign:
            base = self._read_foreign(forest.foreign[number])
        if base is None:
            return stored, size, None, stored
        if sizes(stored)[1] > most:
            raise refused(sizes(stored)[1])
        if not isinstance(base, bytes):
            content = b"".join(applied(base, stored))
            return content, len(content), None, content
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
        if whole is None and (is_base or policy.is_checked_whole(size)):
            whole = change.result()
        return text, size, change, whole

    def _judge(self, policy: Policy, batch: Batch) -> Iterator[Judged]:
        """Asks the prefilter about all that wait: about small texts together, as most are clean."""
        numbers, small = batch.numbers, batch.small
        if not numbers:
            return
        matches = self._prefilter.matches
        strange = policy.note_links(batch)
        linking = _holding(batch, strange) if strange else set()
        matching = set(self._prefilter.which_match_among(small, batch.starts)) if small else set()
        large = frozenset(batch.large)
        for place in self._worth_a_look(batch, matching | linking | large):
            number = numbers[place]
            is_change = batch.is_change(place)
            is_matching = place in matching or (is_change and self._changes_suspect(number))
            if place in large and not is_matching:
                is_matching = matches(batch.text(place))
            if is_change and is_matching:
                is_matching = not self._is_settled(number, batch, place)
            if not (is_matching or place in linking):
                continue
            try:
                content = batch.content(place)
            except CorruptObjectError as error:
                yield number, error
                continue
            if place in linking:
                self._links.look_into_tree(self._numbers_of([number])[0], content)
            if is_change:  # part of a name may have been taken for an id, or left out around one
                is_matching = matches(content)
            if is_matching:
                self._take_for_suspect(number)
                yield number, content

    def _worth_a_look(self, batch: Batch, wanted: Collection[int]) -> Iterator[int]:
        """The places of entries that are wanted, or are changes to what is suspect by then."""
        for place, number in enumerate(batch.numbers):
            if place in wanted or (self._changes_suspect(number) and batch.is_change(place)):
                yield place

    def _changes_suspect(self, number: int) -> bool:
        """Whether an entry is made from one that is suspect by now, so that a change to that is
        looked into whatever it holds."""
        parent = self._forest.parents[number]
        return parent >= 0 and bool(self._suspect[parent])

    def _take_for_suspect(self, number: int) -> None:
        """Takes note that an entry matches, or may."""
        self._suspect[number] = 1

    def _is_settled(self, number: int, batch: Batch, place: int) -> bool:
        """Whether an entry holds nothing since its base doesn't, and its changes don't."""
        parent = self._forest.parents[number]
        reach = self._settled.get(parent) if self._suspect[parent] else self._visitor.reach
        if reach is None:
            return False
        changed = batch.changed(place, reach, LARGE_FOR_ITS_REACH * reach.context)
        clean = changed is not None and self._visitor.is_clean(changed, reach)
        if clean:
            self._take_for_suspect(number)
            self.settle(number, reach)
        return clean


def _holding(batch: Batch, ids: Collection[bytes]) -> set[int]:
    """The places of the texts that hold one of these ids."""
    small = batch.small
    ends = (found.end() for id_ in ids for found in re.finditer(re.escape(id_), small))
    large = (place for place in batch.large if any(id_ in batch.text(place) for id_ in ids))
    return places_of(ends, batch.starts).union(large)
