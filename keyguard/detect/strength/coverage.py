"""How much of a text is words of a list, one behind the other or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from keyguard.detect.text.search import chunks, occurrences
from keyguard.model.record import NamedTuple

SHORTEST_WORD = 4
LONGEST_WORD = 16
"""Characters of words that count."""
_BEGINNING = itemgetter(slice(SHORTEST_WORD))


class Vocabulary(NamedTuple):
    """Words, and what tells fast that a text holds none of them, or few."""

    words: frozenset[str]
    beginnings: frozenset[str]
    """The first characters of each, as many as the shortest one has."""


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """These words; those that are too short to count are never asked for."""
    in_order = list(words)  # as they are in memory: a set of them is gone through at a third
    return Vocabulary(frozenset(in_order), frozenset(map(_BEGINNING, in_order)))


def stretches(rows: Iterable[str]) -> Iterator[str]:
    """Every stretch of these rows that is long enough to count."""
    for row in rows:
        for length in range(SHORTEST_WORD, LONGEST_WORD + 1):
            yield from chunks(row, length)


def covered(
    text: str,
    known: Vocabulary,
    least: float = 0.0,
    more: frozenset[str] = frozenset(),
    shortest: int = SHORTEST_WORD,
) -> int:
    """How many characters of ``text`` can be covered by words that do not overlap: of a vocabulary,
    or ``more``, of ``shortest`` characters at least. It may be less if that is below ``least``."""
    starts = [
        start
        for beginning in known.beginnings.intersection(chunks(text, SHORTEST_WORD))
        for start in occurrences(text, beginning)
    ]
    own = (word for word in more if len(word) >= shortest and word in text)
    starts += [start for word in own for start in occurrences(text, word)]
    if not starts or len(starts) * LONGEST_WORD < least:
        return 0
    words = {
        (start, end)
        for start in starts
        for end in range(start + shortest, min(len(text), start + LONGEST_WORD) + 1)
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
