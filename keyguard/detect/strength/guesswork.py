"""zxcvbn's count of guesses: the same number in a fraction of the time.

zxcvbn looks up each part of a secret, asks anew what a match takes for each sequence it may be in,
and counts exactly. Its own matchers find sequences and dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, takewhile
from math import factorial, inf
from typing import Any

from zxcvbn.matching import (
    L33T_TABLE,
    RANKED_DICTIONARIES,
    date_match,
    enumerate_l33t_subs,
    regex_match,
    relevant_l33t_subtable,
    sequence_match,
)
from zxcvbn.scoring import (
    date_guesses,
    l33t_variations,
    regex_guesses,
    sequence_guesses,
    uppercase_variations,
)

from keyguard.detect.strength.keyboard import walks
from keyguard.detect.strength.word_lists import ranks
from keyguard.detect.text.search import chunks, occurrences
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

FEW = 100
"""Texts whose parts are looked for in each list in less time than it takes to index all words."""
LONGEST = 23
"""Characters of words."""
SHORT = 3
"""Characters of words that are looked up wherever they may be; of others the beginning is."""
GROWTH = 10_000.0
"""By how much a sequence of patterns is tried later than one of fewer."""
FEWEST_OF_ONE, FEWEST = 10.0, 50.0
"""Guesses that a part of a secret takes at least, of one character or more."""
_GREEDY, _LAZY = lazy_pattern(r"(.+)\1+"), lazy_pattern(r"(.+?)\1+")
_MAYBE_DATES = lazy_pattern(r"\d[\d\s/\\_.-]{3,}")
"""What every date is a part of."""
_WHOLE = lazy_pattern(r"^(.+?)\1+$")
_SIGNS = frozenset(chain.from_iterable(L33T_TABLE.values()))
"""Digits and signs that stand for letters."""


class _Match(NamedTuple):
    """A pattern that ``text[start:end]`` may be, and the guesses that it takes."""

    start: int
    end: int
    guesses: float


@lru_cache(maxsize=4096)  # what is repeated in secrets is short
def guesses(text: str) -> float:
    """How many guesses a text takes."""
    return _fewest(len(text), sorted(_matches(text), key=lambda each: each[:2]))


def _matches(text: str) -> list[_Match]:
    """The patterns in a text, without those that take no fewer guesses than an earlier one."""
    found: list[_Match] = []
    fewest: dict[tuple[int, int], float] = {}
    for start, end, needed in chain(
        _words(text),
        _words_backwards(text),
        _words_in_leet(text),
        walks(text),
        _repeats(text),
        _rows_and_years(text),
        _dates(text),
    ):
        if end - start < len(text):
            needed = max(needed, FEWEST_OF_ONE if end - start == 1 else FEWEST)
        if needed < fewest.get((start, end), inf):
            fewest[start, end] = needed
            found.append(_Match(start, end, needed))
    return found


_Way = tuple[int, float, float, float]
"""A sequence of patterns up to a place, as the beginning of one with another pattern: how many that
has, the product of all guesses times the orders in which so many patterns can be tried, by how much
so many are tried later than one, and that product."""


def _way(count: int, product: float) -> _Way:
    orders, penalty = _growth(count + 1)
    return count + 1, orders * product, penalty, product


@cache
def _growth(count: int) -> tuple[float, float]:
    return float(factorial(count)), GROWTH ** (count - 1)


def _fewest(length: int, found: Iterable[_Match]) -> float:
    """The guesses of the sequence that takes the fewest.

    Of those up to a place one is kept for each number of patterns, unless one of as many or fewer
    was as good when it came.
    """
    by_end: list[list[_Match]] = [[] for _ in range(length + 1)]
    for match in found:
        by_end[match.end].append(match)
    drawn = [_drawn(end) for end in range(length + 1)]
    nothing = [_way(0, 1.0)]
    ways = [nothing]
    open_: list[tuple[int, list[_Way]]] = []
    """Those that end with a pattern: behind characters that are none, more are the same one."""
    bars, most = [1.0], 1
    for end in range(1, length + 1):
        bars = [inf] * (most + 1)
        products: dict[int, float] = {}
        _keep_best([(each.guesses, ways[each.start]) for each in by_end[end]], bars, products)
        matched = products.copy()
        going_on = ((drawn[end - start], each) for start, each in open_)
        _keep_best([(drawn[end], nothing), *going_on], bars, products)
        ways.append([_way(*each) for each in products.items()])
        most = max(most, *(count + 1 for count in products))
        matching = [way for way in ways[end] if matched.get(way[0] - 1) == way[3]]
        if matching:
            open_.append((end, matching))
    return bars[-1]


def _keep_best(
    tried: Iterable[tuple[float, list[_Way]]], bars: list[float], products: dict[int, float]
) -> None:
    """Tries patterns, by their guesses, behind each way to begin. ``bars`` are the best scores of
    so many patterns or fewer, ``products`` what is kept by number."""
    for needed, befores in tried:
        for count, ordered, penalty, product in befores:
            score = needed * ordered + penalty
            if score >= bars[count]:
                continue
            products[count] = needed * product
            for more in range(count, len(bars)):
                if bars[more] <= score:
                    break
                bars[more] = score


@cache
def _drawn(length: int) -> float:
    """The guesses of so many characters that are no pattern."""
    return max(10.0**length, (FEWEST_OF_ONE if length == 1 else FEWEST) + 1)


_Found = Iterator[tuple[int, int, float]]
"""Where a pattern begins and ends, and the guesses that it takes alone."""


def _words(text: str) -> _Found:
    for start, end, rank in _ranked(text):
        yield start, end, rank * _cases(text[start:end])


def _words_backwards(text: str) -> _Found:
    for start, end, rank in _ranked(text[::-1]):
        first, last = len(text) - end, len(text) - start
        yield first, last, 2.0 * rank * _cases(text[first:last])


def _words_in_leet(text: str) -> _Found:
    """Words in which digits and signs stand for letters."""
    for instead in _meanings("".join(sorted(_SIGNS.intersection(text)))):
        meant = text.translate(instead.table)
        for start, end, rank in _ranked(meant):
            token = text[start:end]
            if len(token) > 1 and token.lower() != meant.lower()[start:end]:
                used = {sign: letter for sign, letter in instead.letters.items() if sign in token}
                ways = _asked(l33t_variations, l33t=True, token=token, sub=used)
                yield start, end, rank * _cases(token) * ways


class _Meaning(NamedTuple):
    """Letters that signs stand for."""

    letters: dict[str, str]
    table: dict[int, str]


@lru_cache(maxsize=1024)
def _meanings(signs: str) -> list[_Meaning]:
    """All that these signs can stand for together."""
    each = takewhile(bool, enumerate_l33t_subs(relevant_l33t_subtable(signs, L33T_TABLE)))
    return [_Meaning(letters, str.maketrans(letters)) for letters in each]


def _ranked(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each word of a list begins and ends, and its rank."""
    lower = text.lower()[: len(text)]
    return _ranked_parts(lower) if guesses.cache_info().misses <= FEW else _looked_up(lower)


def _ranked_parts(lower: str) -> Iterator[tuple[int, int, int]]:
    starts, lengths = range(len(lower)), range(1, LONGEST + 1)
    parts = {lower[start : start + length] for start in starts for length in lengths}
    for known in RANKED_DICTIONARIES.values():
        for word in known.keys() & parts:
            for start in occurrences(lower, word):
                yield start, start + len(word), known[word]


def _looked_up(lower: str) -> Iterator[tuple[int, int, int]]:
    known, longest = ranks(), _longest_by_beginning()
    for length in range(1, SHORT + 1):
        for start, part in enumerate(chunks(lower, length)):
            if part in known:
                yield start, start + length, known[part]
    for start, part in enumerate(chunks(lower, SHORT + 1)):
        if part in longest:
            limit = min(len(lower), start + longest[part]) + 1
            for end in range(start + SHORT + 1, limit):
                if rank := known.get(lower[start:end]):
                    yield start, end, rank


def _cases(token: str) -> float:
    """In how many ways capitals can be as many as they are."""
    return 1.0 if token == token.lower() else _asked(uppercase_variations, token=token)


def _asked(estimate: Callable[[Any], Any], **match: Any) -> float:
    """What zxcvbn makes of a match, of which it needs no more than is given."""
    return float(estimate(match))


def _repeats(text: str) -> _Found:
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


def _rows_and_years(text: str) -> _Found:
    for row in sequence_match(text):
        yield row["i"], row["j"] + 1, _asked(sequence_guesses, **row)
    for year in regex_match(text):
        yield year["i"], year["j"] + 1, _asked(regex_guesses, **year)


def _dates(text: str) -> _Found:
    for stretch in _MAYBE_DATES.finditer(text):
        for start, end, needed in _dates_in(stretch[0]):
            yield stretch.start() + start, stretch.start() + end, needed


@lru_cache(maxsize=4096)  # of a year alone, too
def _dates_in(text: str) -> list[tuple[int, int, float]]:
    return [(date["i"], date["j"] + 1, _asked(date_guesses, **date)) for date in date_match(text)]


@cache
def _longest_by_beginning() -> dict[str, int]:
    """How long words are at the most that begin with some characters, one more than is short."""
    found: dict[str, int] = {}
    for word in ranks():
        if len(word) > SHORT:
            begin = word[: SHORT + 1]
            found[begin] = max(len(word), found.get(begin, 0))
    return found
