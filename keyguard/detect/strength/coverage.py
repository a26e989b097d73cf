"""How much of a text consists of words of a list, adjacent or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, product
from math import ceil
from operator import itemgetter

from keyguard.detect.text.search import as_fours, chunks, fours, from_four, occurrences
from keyguard.model.record import NamedTuple

SHORTEST_WORD = 4
LONGEST_WORD = 16
"""Characters of the longest word that counts."""
FEW = 12
"""Secrets for which going through 96,000 words takes no longer than indexing them."""
_BEGINNING = itemgetter(slice(SHORTEST_WORD))


class Index(NamedTuple):
    """Words, with a fast way to see that a text holds none of them, or few."""

    words: frozenset[str]
    beginnings: frozenset[int]
    """The first characters of each word, as many as the shortest word has, as one number."""

    @classmethod
    def of(cls, words: Collection[str]) -> Index:
        """An index of these words; those that are too short to count are never asked for."""
        found = {each for each in set(map(_BEGINNING, words)) if len(each) == SHORTEST_WORD}
        return cls(frozenset(words), frozenset(as_fours(found)))


class Vocabulary:
    """Words that secrets are made of.

    Indexing all of them takes longer than asking, for up to ``FEW`` secrets, which of their parts
    are among them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)  # as they are in memory: a set of them is gone through at a third
        self._asked = 0

    def index_for(self, *texts: str) -> Index:
        """The words that are in some texts about one thing, or more."""
        self._asked += 1
        return self._all if self._asked > FEW else Index.of(_parts(texts).intersection(self.words))

    @cached_property
    def _all(self) -> Index:
        return Index.of(self.words)


def _parts(texts: Iterable[str]) -> set[str]:
    """All that can be a word."""
    lengths = range(SHORTEST_WORD, LONGEST_WORD + 1)
    return set(chain.from_iterable(chunks(*each) for each in product(texts, lengths)))


def stretches(rows: Iterable[str]) -> Iterator[str]:
    """Every stretch of these rows that is long enough to count."""
    for row in rows:
        for length in range(SHORTEST_WORD, LONGEST_WORD + 1):
            yield from chunks(row, length)


def covered(
    text: str,
    known: Index,
    least: float = 0.0,
    more: frozenset[str] = frozenset(),
    shortest: int = SHORTEST_WORD,
) -> int:
    """How many characters of ``text`` can be covered by words that do not overlap.

    The words are those of ``known``, or ``more``, with at least ``shortest`` characters. The result
    may be too small if it is below ``least``.
    """
    begun = known.beginnings.intersection(fours(text))
    own = [word for word in more if len(word) >= shortest and word in text]
    if not (begun or own):
        return 0
    starts = [
        start
        for beginning in (*map(from_four, begun), *own)
        for start in occurrences(text, beginning)
    ]
    # Of words that cover so much together one is as long as all of them are on average.
    likely = max(shortest, ceil(least / len(starts)))
    parts = _parts_from(text, starts, likely)
    if known.words.isdisjoint(parts) and more.isdisjoint(parts):
        return 0
    if likely > shortest:
        parts = _parts_from(text, starts, shortest)
    spans = {
        (start, start + len(word))
        for word in (*known.words.intersection(parts), *more.intersection(parts))
        for start in occurrences(text, word)
    }
    return _most_covered(len(text), sorted(spans))


def _parts_from(text: str, starts: Iterable[int], shortest: int) -> list[str]:
    """All that begins at these places and can be a word of so many characters or more."""
    return [
        text[start:end]
        for start in starts
        for end in range(start + shortest, min(len(text), start + LONGEST_WORD) + 1)
    ]


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
