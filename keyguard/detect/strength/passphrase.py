"""How many guesses a passphrase takes whose words may have been drawn at random, as by Diceware.

A word counts as one of Diceware's list at the most, and less the more common it is, so that a
sentence of as many words stays weak: it lives on words such as "the" and "my".
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from keyguard.detect.strength.word_lists import ranks, word_lists
from keyguard.model.patterns import lazy_pattern

MOST_BITS = math.log2(6**5)
"""The most bits that a word counts: five dice's worth, as in Diceware's lists
(https://www.eff.org/dice)."""
MOST_UNKNOWN = 0.4
"""The share of words that may be in no list; with more the text is in another language."""
FEWEST_ENGLISH = 0.4
"""The least share of English words; with fewer it is names.

Each word is in one list alone, the one where it comes first, so that many a usual word is among the
passwords or the names.
"""
FEWEST_BITS = 11.2
"""The least average of bits per word.

Of phrases of Diceware's words 98 in 100 have more than 11.9, of usual nouns
("river-mountain-forest") 98 in 100 fewer than 10.5: who picks words picks those that come to mind.
"""

_PHRASE = lazy_pattern(
    r"[A-Za-z][a-z]{2,14}(?:([-_. +:/])[A-Za-z][a-z]{2,14})(?:\1[A-Za-z][a-z]{2,14})*"
)
_CAMEL_CASE = lazy_pattern("(?:[A-Z][a-z]{2,14}){2,}")
_WORD = lazy_pattern("[A-Z]?[a-z]+")
_ENGLISH = ("english_wikipedia", "us_tv_and_film")


def passphrase_bits(value: str, guessable: Iterable[str]) -> float:
    """The base-2 logarithm of the guesses; 0 if the value is no row of randomly drawn English
    words.

    ``guessable`` words, in lower case, add nothing.
    """
    if not (_PHRASE.fullmatch(value) or _CAMEL_CASE.fullmatch(value)):
        return 0.0
    words = {word.lower() for word in _WORD.findall(value)}
    unknown = sum(word not in ranks() for word in words)
    english = sum(word in _english() for word in words)
    if unknown > MOST_UNKNOWN * len(words) or english < FEWEST_ENGLISH * len(words):
        return 0.0
    drawn = words.difference(guessable)
    bits = sum(map(_bits, drawn))
    return bits if bits >= FEWEST_BITS * len(drawn) else 0.0


def _bits(word: str) -> float:
    rank = ranks().get(word)
    return MOST_BITS if rank is None else min(MOST_BITS, math.log2(rank))


@cache
def _english() -> frozenset[str]:
    return frozenset(word for name in _ENGLISH for word in word_lists()[name])
