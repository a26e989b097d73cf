"""zxcvbn's number of guesses, counted in a fraction of the time.

zxcvbn looks up each part of a secret, computes the guesses of a match anew for each sequence that
may contain it, and counts exactly. Sequences are found by zxcvbn's own matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, repeat, takewhile
from math import inf
from operator import itemgetter
from typing import Any

from zxcvbn.matching import (
    L33T_TABLE,
    RANKED_DICTIONARIES,
    enumerate_l33t_subs,
    regex_match,
    relevant_l33t_subtable,
    sequence_match,
)
from zxcvbn.scoring import (
    l33t_variations,
    regex_guesses,
    sequence_guesses,
    uppercase_variations,
)

from keyguard.detect.strength.dates import dates
from keyguard.detect.strength.keyboard import walks
from keyguard.detect.strength.pattern_sequence import (
    FEWEST,
    FEWEST_OF_ONE,
    Pattern,
    Patterns,
    fewest_guesses,
)
from keyguard.detect.strength.word_lists import ranks
from keyguard.detect.text.search import occurrences
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

FEW = 100
"""Texts for which looking up their parts in each list takes less time than indexing all words."""
LONGEST = 23
"""Characters of the longest words."""
SHORT = 3
"""Characters of words that are looked up wherever they may be; of longer ones the beginning is."""
_GREEDY, _LAZY = lazy_pattern(r"(.+)\1+"), lazy_pattern(r"(.+?)\1+")
_WHOLE = lazy_pattern(r"^(.+?)\1+$")
_SIGNS = frozenset(chain.from_iterable(L33T_TABLE.values()))
"""Digits and signs that stand for letters."""


_IN_ORDER = itemgetter(0, 1)


@lru_cache(maxsize=4096)  # what is repeated in secrets is short
def guesses(text: str) -> float:
    """How many guesses a text takes."""
    return fewest_guesses(len(text), sorted(_matches(text), key=_IN_ORDER))


def _matches(text: str) -> list[Pattern]:
    """The patterns in a text, without those that take no fewer guesses than an earlier one."""
    found: list[Pattern] = []
    fewest: dict[tuple[int, int], float] = {}
    length = len(text)
    for start, end, needed in chain(
        _words(text),
        _words_backwards(text),
        _words_in_leet(text),
        walks(text),
        _repeats(text),
        _rows_and_years(text),
        dates(text),
    ):
        size = end - start
        if size < length:
            needed = max(needed, FEWEST_OF_ONE if size == 1 else FEWEST)
        if needed < fewest.get((start, end), inf):
            fewest[start, end] = needed
            found.append((start, end, needed))
    return found


def _words(text: str) -> Patterns:
    return _counted(text, _ranked(text))


def _counted(text: str, ranked: _Ranked) -> Patterns:
    if text == text.lower():
        return ranked
    return [(start, end, rank * _cases(text[start:end])) for start, end, rank in ranked]


def _words_backwards(text: str) -> Patterns:
    """What is one letter alone is no harder to guess forwards."""
    length = len(text)
    turned = [
        (length - end, length - start, 2 * rank)
        for start, end, rank in _ranked(text[::-1])
        if end - start > 1
    ]
    return _counted(text, turned)


def _words_in_leet(text: str) -> Iterator[Pattern]:
    """Words in which digits and signs stand for letters."""
    for instead in _meanings("".join(sorted(_SIGNS.intersection(text)))):
        meant = text.translate(instead.table)
        for start, end, rank in _ranked(meant, _places_of(instead.letters, text)):
            token = text[start:end]
            if len(token) > 1 and token.lower() != meant.lower()[start:end]:
                used = {sign: letter for sign, letter in instead.letters.items() if sign in token}
                ways = _asked(l33t_variations, l33t=True, token=token, sub=used)
                yield start, end, rank * _cases(token) * ways


def _places_of(signs: Iterable[str], text: str) -> list[int]:
    return sorted(at for sign in signs for at in occurrences(text, sign))


class _Meaning(NamedTuple):
    """Letters that signs stand for."""

    letters: dict[str, str]
    table: dict[int, str]


@lru_cache(maxsize=1024)
def _meanings(signs: str) -> list[_Meaning]:
    """All that these signs can stand for together."""
    each = takewhile(bool, enumerate_l33t_subs(relevant_l33t_subtable(signs, L33T_TABLE)))
    return [_Meaning(letters, str.maketrans(letters)) for letters in each]


_Ranked = Sequence[tuple[int, int, int]]
"""Where each word of a list begins and ends, and its rank."""


def _ranked(text: str, among: Sequence[int] = ()) -> _Ranked:
    """The words in a text; those that hold any of some places, or more, if there are such."""
    lower = text.lower()[: len(text)]
    if guesses.cache_info().misses <= FEW:
        return _ranked_parts(lower)
    return list(_looked_up(lower, among if text.isascii() else ()))


def _ranked_parts(lower: str) -> _Ranked:
    starts, lengths = range(len(lower)), range(1, LONGEST + 1)
    parts = {lower[start : start + length] for start in starts for length in lengths}
    return [
        (start, start + len(word), known[word])
        for known in RANKED_DICTIONARIES.values()
        for word in known.keys() & parts
        for start in occurrences(lower, word)
    ]


def _looked_up(lower: str, among: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    known, longer, size = ranks(), _lengths_by_beginning(), len(lower)
    for start, least in _shortest_at(size, among):
        for length, rank in _short_words(lower[start : start + SHORT]):
            if least <= length:
                yield start, start + length, rank
        for length in longer.get(lower[start : start + SHORT + 1], ()):
            end = start + length
            if least <= length and end <= size and (ranked := known.get(lower[start:end])):
                yield start, end, ranked


@lru_cache(maxsize=1 << 14)  # words have most of their beginnings in common
def _short_words(beginning: str) -> tuple[tuple[int, int], ...]:
    """The words that so few characters begin with, by length and rank."""
    known = ranks()
    words = (beginning[:length] for length in range(1, len(beginning) + 1))
    return tuple((len(word), known[word]) for word in words if word in known)


def _shortest_at(length: int, among: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where words may begin, and how many characters take them to the next of some places."""
    if not among:
        yield from zip(range(length), repeat(1))
        return
    next_ = 0
    for start in range(among[-1] + 1):
        next_ += among[next_] < start
        yield start, among[next_] - start + 1


def _cases(token: str) -> float:
    """In how many ways capitals can be as many as they are."""
    return 1.0 if token == token.lower() else _asked(uppercase_variations, token=token)


def _asked(estimate: Callable[[Any], Any], **match: Any) -> float:
    """What zxcvbn makes of a match, of which it needs no more than is given."""
    return float(estimate(match))


def _repeats(text: str) -> Iterator[Pattern]:
    """What is there several times in a row, as often as the guesses of what is repeated."""
    position = 0
    while greedy := _GREEDY.search(text, position):
        lazy = _LAZY.search(text, position)
        found, part = greedy, ""
        if lazy is not None and len(greedy[0]) <= len(lazy[0]):
            found, part = lazy, lazy[1]
        elif whole := _WHOLE.search(greedy[0]):
            part = whole[1]
        start, position = found.span()
        yield start, position, guesses(part) * len(found[0]) / len(part)


def _rows_and_years(text: str) -> Iterator[Pattern]:
    for row in sequence_match(text):
        yield row["i"], row["j"] + 1, _asked(sequence_guesses, **row)
    for year in regex_match(text):
        yield year["i"], year["j"] + 1, _asked(regex_guesses, **year)


@cache
def _lengths_by_beginning() -> dict[str, tuple[int, ...]]:
    """How long words are that begin with some characters, one more than is short."""
    found: dict[str, set[int]] = {}
    for word in ranks():
        if len(word) > SHORT:
            found.setdefault(word[: SHORT + 1], set()).add(len(word))
    return {beginning: tuple(sorted(lengths)) for beginning, lengths in found.items()}
