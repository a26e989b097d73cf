"""Whether letters read like a language, even one whose words no list here has.

Every language in Latin letters has two traits: some pairs of letters are much more common than
others, and vowels and consonants take turns.
"""

from __future__ import annotations

import math
import string
from functools import cache
from operator import add

from keyguard.detect.strength.letter_pairs import FOLLOWERS
from keyguard.detect.text.search import only, others_than
from keyguard.model.patterns import lazy_pattern

SHORTEST = 24
"""Letters. A shorter random text reads like a language too often."""
FEWEST_LETTERS = 10
"""Different letters. With fewer it is no language; hexadecimal digits have six."""
THRESHOLD = 1.3
"""The score from which letters read like a language.

Of a hundred thousand random strings of 32 lower-case letters none scored higher; sentences in
Turkish, Spanish, German, French, Italian, Dutch and Indonesian scored 1.3 to 2.6.
"""
THRESHOLD_LENGTH = 32
FOR_EACH_FEWER = 0.06
"""How much the threshold rises for each letter less: one in a hundred thousand random strings of 24
letters scores 1.6."""
MOST_FLIPS = 0.3
"""The share of neighbouring letters that may differ in case. Words seldom change the case of
letters, random strings often do."""

_KINDS = str.maketrans(dict.fromkeys(string.ascii_lowercase, "c") | dict.fromkeys("aeiouy", "v"))
_CHANCE_OF_TURN = 0.35
_WEIGHT_OF_TURNS = 3.0
_SMOOTHING = 20
_LOWEST = -2.5
_CASES = bytes.maketrans(string.ascii_letters.encode(), b"a" * 26 + b"A" * 26)
_CAPITALS = lazy_pattern("[A-Z]{2}")
_LETTERS = frozenset(string.ascii_letters)
_NO_LETTERS = others_than(_LETTERS.__contains__)


def reads_like_language(value: str, *, surely: bool = False) -> bool:
    """Whether the letters of ``value`` are words of some language, whatever is between them.

    ``surely``: with less than one error in a hundred thousand, however few the letters are.
    """
    letters = only(_LETTERS.__contains__, _NO_LETTERS, value)
    if len(letters) < SHORTEST or not _is_cased_like_words(letters):
        return False
    lower = letters.lower()
    if len(set(lower)) < FEWEST_LETTERS:
        return False
    fewer = max(0, THRESHOLD_LENGTH - len(letters)) if surely else 0
    threshold = THRESHOLD + fewer * FOR_EACH_FEWER
    return _score(lower) >= threshold


def _is_cased_like_words(letters: str) -> bool:
    """Whether the case seldom changes, or capitals are alone as in camelCase.

    Of random strings of 32 letters one in a thousand has no two capitals in a row.
    """
    if not _CAPITALS.search(letters):
        return True
    cases = letters.encode("ascii").translate(_CASES)
    return cases.count(b"aA") + cases.count(b"Aa") <= MOST_FLIPS * len(letters)


def _score(letters: str) -> float:
    """How much more common the pairs are than by chance, in bits each, and how often kinds turn."""
    pairs = len(letters) - 1
    common = sum(map(_surplus().__getitem__, map(add, letters, letters[1:]))) / pairs
    kinds = letters.translate(_KINDS)
    turns = (kinds.count("vc") + kinds.count("cv")) / pairs
    return common + _WEIGHT_OF_TURNS * (turns - _CHANCE_OF_TURN)


@cache
def _surplus() -> dict[str, float]:
    """How much more common each pair is than by chance, in bits."""
    letters = string.ascii_lowercase
    shares = (
        (first + second, (count + _SMOOTHING) / (sum(counts) + _SMOOTHING * len(letters)))
        for first, counts in FOLLOWERS.items()
        for second, count in zip(letters, counts, strict=False)
    )
    return {pair: max(_LOWEST, math.log2(share * len(letters))) for pair, share in shares}
