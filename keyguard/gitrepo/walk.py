"""The walk through a unit of a pack: each entry inflated once, each delta applied once.

What makes it fast is what it leaves out. A match that stands in a delta's result but not in its
base touches what the delta inserts or joins. So where the base holds no match, only those bytes
are judged; and if nothing is made from the result, it is never put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from keyguard.gitrepo.delta import excerpt
from keyguard.gitrepo.fastdelta import apply_delta
from keyguard.gitrepo.forest import Forest
from keyguard.gitrepo.objects import CorruptObjectError
from keyguard.gitrepo.packs import BLOCK, PackFile, inflate, longest_stored

WORTH_AN_EXCERPT = 128
"""A delta is judged by its excerpt if its base has so many times its bytes: an instruction costs
as much as looking through some hundred bytes."""
SHORTEST_BASE = 2048
"""Bytes; less is looked through in no time."""
BATCH = 64 * 1024
"""Bytes judged at a time: enough to make the call cheap, few enough to stay in the cache."""
LARGE = 16 * 1024
"""Bytes from which a text is judged alone: joining it would cost more than the call."""
HELD = 512 * 1024
"""Bytes of bases that wait with their deltas; about as much as the processor's cache holds."""


class Prefilter(Protocol):
    """Tells whether content can hold anything of interest. False is certain, true is a guess.

    It looks for patterns, wherever they stand: whatever contains a text that matches, matches.
    It travels to other processes as a pickle where they can't inherit it.
    """

    @property
    def span(self) -> int:
        """Bytes that are enough for any match: a text that matches has a part, no longer than
        this, that matches by itself."""

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""


@dataclass(slots=True)
class Tally:
    """How much was read."""

    objects: int = 0
    blobs: int = 0
    bytes: int = 0
    """The sum of the objects' sizes."""

    def add(self, other: Tally) -> None:
        """Counts what another reading read."""
        self.objects += other.objects
        self.blobs += other.blobs
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
        forest: Forest,
        prefilter: Prefilter,
        read_foreign: Callable[[bytes], bytes],
        known: bytes = b"",
    ) -> None:
        """``read_foreign`` gives the content of an object of another pack, by its binary id.

        Entries whose byte in ``known`` is 1 were judged elsewhere: they only serve as bases.
        """
        self.tally = Tally()
        self._pack = pack
        self._forest = forest
        self._matches = prefilter.matches
        self._context = prefilter.span - 1
        self._read_foreign = read_foreign
        self._known = known
        self._suspect = bytearray(known or len(forest.parents))
        """1 for an entry that matches, or may."""
        self._waiting: list[Waiting] = []

    def read(self, roots: Sequence[int]) -> Iterator[Judged]:
        """The trees of these roots: depth first, of several children the heaviest last.

        When that one is read its base is needed no more, and every other child has less than half
        of its base's descendants: so no more than log2 of them are held, however deep the chain.
        """
        forest, tally, known = self._forest, self.tally, self._known
        offsets, lengths, stored_sizes = forest.offsets, forest.lengths, forest.sizes
        parents, foreign = forest.parents, forest.foreign
        first_children, next_siblings = forest.first_children, forest.next_siblings
        read, context, suspect = self._pack.read, self._context, self._suspect
        waiting = self._waiting
        objects = total = batch = held = 0
        stack: list[tuple[int, bytes | None]] = [(root, None) for root in reversed(roots)]
        while stack:
            number, base = stack.pop()
            child = first_children[number]
            delta = None
            data: bytes | None
            try:
                stored_size = stored_sizes[number]
                start, end = offsets[number] + lengths[number], offsets[number + 1]
                if end - start > BLOCK:
                    end = min(end, start + longest_stored(stored_size))
                stored = inflate(read(start, end), stored_size)
                if foreign and number in foreign:
                    base = self._read_foreign(foreign[number])
                if base is None:
                    data = text = stored
                    size = len(data)
                elif (
                    len(base) > len(stored) * WORTH_AN_EXCERPT
                    and len(base) > SHORTEST_BASE
                    and parents[number] >= 0
                    and not suspect[parents[number]]
                ):
                    delta = stored
                    text, size = excerpt(base, delta, context)
                    data = apply_delta(base, delta) if child >= 0 else None
                    held += len(base)
                else:
                    data = text = apply_delta(base, stored)
                    size = len(data)
            except CorruptObjectError as error:
                yield number, error
                for lost in forest.descendants(forest.children(number)):
                    yield lost, CorruptObjectError("the object that it is a delta of is damaged")
                continue
            if child >= 0:
                if next_siblings[child] < 0:
                    stack.append((child, data))
                else:
                    children = forest.children(number)
                    children.sort(key=forest.weights.__getitem__, reverse=True)
                    stack += [(child, data) for child in children]
            if known and known[number]:
                continue
            objects += 1
            total += size
            waiting.append((number, text, base if delta else None, delta))
            batch += len(text)
            if batch > BATCH or held > HELD:
                yield from self._judge()
                batch = held = 0
        yield from self._judge()
        tally.add(Tally(objects, bytes=total))

    def _judge(self) -> Iterator[Judged]:
        """Asks the prefilter about all that wait: about small texts together, as most are clean."""
        matches, suspect, parents = self._matches, self._suspect, self._forest.parents
        waiting = self._waiting
        small = [item[1] for item in waiting if len(item[1]) <= LARGE]
        small_are_clean = not matches(b"\n".join(small))
        if not small_are_clean or len(small) < len(waiting):
            for number, text, base, delta in waiting:
                clean = small_are_clean and len(text) <= LARGE
                if base is None or delta is None:
                    if clean or not matches(text):
                        continue
                    data = text
                else:
                    if not suspect[parents[number]] and (clean or not matches(text)):
                        continue
                    try:
                        data = apply_delta(base, delta)
                    except CorruptObjectError as error:
                        yield number, error
                        continue
                    if not matches(data):
                        continue
                suspect[number] = 1
                yield number, data
        waiting.clear()
