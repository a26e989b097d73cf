"""How much of a text is words of a list, one behind the other or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from keyguard.detect.text.search import chunks, occurrences

SHORTEST_WORD = 4
LONGEST_WORD = 16


class Vocabulary(NamedTuple):
    """Words, and what tells fast that a text holds none of them, or few."""

    words: frozenset[str]
    shortest: frozenset[str]
    """Those of the shortest length."""
    beginnings: frozenset[str]
    """What all others begin with, one character longer: of a random text they are a fraction."""


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Those of the words that are long enough to count."""
    long_enough = frozenset(word for word in words if len(word) >= SHORTEST_WORD)
    return Vocabulary(
        long_enough,
        frozenset(word for word in long_enough if len(word) == SHORTEST_WORD),
        frozenset(word[: SHORTEST_WORD + 1] for word in long_enough if len(word) > SHORTEST_WORD),
    )


def covered(
    text: str,
    known: Vocabulary,
    least: float = 0.0,
    more: frozenset[str] = frozenset(),
    shortest: int = SHORTEST_WORD,
) -> int:
    """How many characters of ``text`` can be covered by words that do not overlap: of a vocabulary,
    or ``more``, of ``shortest`` characters at least. 0 if they are fewer than ``least``."""
    begun = [*known.beginnings.intersection(chunks(text, SHORTEST_WORD + 1))]
    if shortest == SHORTEST_WORD:
        begun += known.shortest.intersection(chunks(text, SHORTEST_WORD))
    begun += {word[: SHORTEST_WORD + 1] for word in more if word in text}
    places = [
        (start, LONGEST_WORD if len(beginning) > SHORTEST_WORD else SHORTEST_WORD)
        for beginning in begun
        for start in occurrences(text, beginning)
    ]
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
