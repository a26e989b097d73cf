"""The table of letter pairs is what it says: counted in the lists of zxcvbn."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from string import ascii_lowercase

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from keyguard.detect.strength.letter_pairs import FOLLOWERS

LISTS = ("surnames", "female_names", "male_names", "english_wikipedia")
WORDS_OF_EACH = 10_000


def test_holds_how_often_each_letter_follows_another() -> None:
    words = (word.lower() for name in LISTS for word in FREQUENCY_LISTS[name][:WORDS_OF_EACH])
    counts = Counter(pair for word in words for pair in pairwise(word))
    for first in ascii_lowercase:
        behind = {second: count for (letter, second), count in counts.items() if letter == first}
        letters = tuple(behind.pop(second, 0) for second in ascii_lowercase)
        assert FOLLOWERS[first] == (*letters, sum(behind.values()))
    assert set(FOLLOWERS) == set(ascii_lowercase)
