"""How much of a text is words of a list, one behind the other or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from keyguard.detect.text.search import chunks, occurrences

SHORTEST_WORD = 4
LONGEST_WORD = 16


class Beginnings(NamedTuple):
    """What some words of a vocabulary begin with: a random text holds hardly any of it."""

    size: int
    """Characters of each."""
    texts: frozenset[str]
    longest: int
    """Characters of the longest word that begins so."""


class Vocabulary(NamedTuple):
    """Words, and what tells fast that a text holds none of them, or few."""

    words: frozenset[str]
    beginnings: tuple[Beginnings, ...]


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Those of the words that are long enough to count. Many begin alike with as many characters
    as the shortest has, so that others are told by one more."""
    long_enough = frozenset(word for word in words if len(word) >= SHORTEST_WORD)
    shortest = frozenset(word for word in long_enough if len(word) == SHORTEST_WORD)
    more = SHORTEST_WORD + 1
    others = frozenset(word[:more] for word in long_enough.difference(shortest))
    rows = (
        Beginnings(SHORTEST_WORD, shortest, SHORTEST_WORD),
        Beginnings(more, others, LONGEST_WORD),
    )
    return Vocabulary(long_enough, rows)


def stretches(rows: Iterable[str]) -> Vocabulary:
    """Every stretch of these rows, long enough to count: it begins with a shortest one."""
    found = frozenset(
        row[start : start + length]
        for row in rows
        for length in range(SHORTEST_WORD, LONGEST_WORD + 1)
        for start in range(len(row) - length + 1)
    )
    shortest = frozenset(each for each in found if len(each) == SHORTEST_WORD)
    return Vocabulary(found, (Beginnings(SHORTEST_WORD, shortest, LONGEST_WORD),))


def covered(
    text: str,
    known: Vocabulary,
    least: float = 0.0,
    more: frozenset[str] = frozenset(),
    shortest: int = SHORTEST_WORD,
) -> int:
    """How many characters of ``text`` can be covered by words that do not overlap: of a vocabulary,
    or ``more``, of ``shortest`` characters at least. 0 if they are fewer than ``least``."""
    places = [
        (start, each.longest)
        for each in known.beginnings
        if each.longest >= shortest
        for beginning in each.texts.intersection(chunks(text, each.size))
        for start in occurrences(text, beginning)
    ]
    own = (word for word in more if len(word) >= shortest and word in text)
    places += [(start, LONGEST_WORD) for word in own for start in occurrences(text, word)]
    if not places or sum(longest for _, longest in places) < least:
        return 0
    words = {
        (start, end)
        for start, longest in places
        for end in range(start + shortest, min(len(text), start + longest) + 1)
        if (word := text[start:end]) in known.words or word in more
    }
    return _most_covered(len(text), sorted(words))


def _most_covered(length: int, words: Sequence[tuple[int, int]]) -> int:
    """The characters of those words, in order of their starts, that cover most without overlaps."""
    best = [0] * (length + 1)
    done = 0
    for start, end in words:
        for place in range(done, start):
            best[place + 1] = max(best[place], best[place + 1])
        done = start
        best[end] = max(best[end], best[start] + end - start)
    return max(best)
