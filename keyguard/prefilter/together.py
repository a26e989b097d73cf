"""Looks through many short texts at once: a look costs much before the first byte."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from keyguard.encodings.line_wrap import APART

Look = Callable[[bytes], "list[int] | None"]
"""Where clues end in text; None if all of it is worth a look."""

TOGETHER = 64 * 1024
"""Bytes of texts that are looked through together, or somewhat more."""


def groups_of(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The texts, as many at a time as are looked through together."""
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
