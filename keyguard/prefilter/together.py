"""Searches many short texts at once, since each search costs much before its first byte."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from keyguard.model.prefilter import APART, places_of

Look = Callable[[bytes], "list[int] | None"]
"""Where clues end in text; None if all of it is worth a look."""

TOGETHER = 64 * 1024
"""Bytes of texts that are searched together, or somewhat more."""
PARTS = 16
"""The number of parts into which texts are divided that can't be told apart yet."""


def groups_of(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The texts in groups that are searched together."""
    group: list[bytes] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text)
        if size >= TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def ends_in_each(texts: Sequence[bytes], look: Look) -> list[list[int]] | None:
    """Where clues end in each of these texts; None if all of one is worth a look."""
    ends = look(APART.join(texts))
    if ends is None:
        return None
    starts = list(accumulate((len(text) + len(APART) for text in texts), initial=0))
    found: list[list[int]] = [[] for _ in texts]
    for end in ends:
        number = bisect_right(starts, end - 1) - 1
        found[number].append(min(end - starts[number], len(texts[number])))
    return found


def parted(joined: bytes, starts: Sequence[int], matches: Callable[[bytes], bool]) -> Iterator[int]:
    """The positions of the joined texts that match: groups are divided until all the rest does."""
    groups = [range(len(starts))]
    while groups:
        group = groups.pop()
        stop = starts[group.stop] if group.stop < len(starts) else None
        if not matches(joined[starts[group.start] : stop]):
            continue
        if len(group) == 1:
            yield group.start
            continue
        size = -(-len(group) // PARTS)
        groups += [group[start : start + size] for start in range(0, len(group), size)]


def which_match(texts: Sequence[bytes], matches: Callable[[bytes], bool], look: Look) -> list[bool]:
    """For each text whether it ``matches``; only where a ``look`` at several finds anything are
    they asked one by one."""
    return [each for group in groups_of(texts) for each in _which_of(group, matches, look)]


def _which_of(group: list[bytes], matches: Callable[[bytes], bool], look: Look) -> list[bool]:
    if len(group) == 1:
        return [matches(group[0])]
    ends = look(APART.join(group))
    if ends is not None:
        starts = list(accumulate((len(text) + len(APART) for text in group), initial=0))
        places = places_of(ends, starts)
        return [number in places for number in range(len(group))]
    size = -(-len(group) // PARTS)
    parts = (group[start : start + size] for start in range(0, len(group), size))
    return [each for part in parts for each in _which_of(part, matches, look)]
