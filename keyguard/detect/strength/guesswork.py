"""zxcvbn's count of guesses, for many secrets: the same number in a fraction of the time.

zxcvbn looks up each part of a secret, asks anew what a match takes for each sequence it may be in,
and counts exactly. Its own matchers find what is no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from math import factorial, inf
from typing import Any

from zxcvbn.matching import (
    L33T_TABLE,
    date_match,
    enumerate_l33t_subs,
    regex_match,
    relevant_l33t_subtable,
    sequence_match,
    spatial_match,
)
from zxcvbn.scoring import estimate_guesses

from keyguard.detect.strength.word_lists import ranks
from keyguard.detect.text.search import chunks
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

SHORT = 3
"""Characters of words that are looked up wherever they may be; of others the beginning is."""
GROWTH = 10_000.0
"""By how much a sequence of patterns is tried later than one of fewer."""
FEWEST_OF_ONE, FEWEST = 10.0, 50.0
"""Guesses that a part of a secret takes at least, of one character or more."""
_GREEDY, _LAZY = lazy_pattern(r"(.+)\1+"), lazy_pattern(r"(.+?)\1+")
_MAYBE_DATE = lazy_pattern(r"\d{4}|\d[\s/\\_.-]\d")
"""What every date has."""
_WHOLE = lazy_pattern(r"^(.+?)\1+$")


class _Match(NamedTuple):
    """A pattern that ``text[start:end]`` may be, and the guesses that it takes."""

    start: int
    end: int
    guesses: float


@lru_cache(maxsize=4096)  # what is repeated in secrets is short
def guesses(text: str) -> float:
    """How many guesses a text takes."""
    return _fewest(len(text), sorted(_matches(text), key=lambda each: each[:2]))


def _matches(text: str) -> Iterator[_Match]:
    words = (*_words(text), *_words_backwards(text), *_words_in_leet(text))
    yield from _estimated(text, (*words, *spatial_match(text)))
    yield from _repeats(text)
    dates = date_match(text) if _MAYBE_DATE.search(text) else ()
    yield from _estimated(text, (*sequence_match(text), *regex_match(text), *dates))


def _estimated(text: str, found: Iterable[Any]) -> Iterator[_Match]:
    for match in found:
        yield _Match(match["i"], match["j"] + 1, float(estimate_guesses(match, text)))


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
    nothing = [_way(0, 1.0)]
    ways = [nothing]
    open_: list[tuple[int, list[_Way]]] = []
    """Those that end with a pattern: behind characters that are none, more are the same one."""
    drawn = [_drawn(end) for end in range(length + 1)]
    bars = [1.0]
    for end in range(1, length + 1):
        bars = [inf] * (end + 2)  # the best score of so many patterns or fewer
        products: dict[int, float] = {}
        matched: set[int] = set()
        begun = ((ways[each.start], each.guesses, True) for each in by_end[end])
        going_on = ((each, drawn[end - start], False) for start, each in open_)
        for befores, needed, is_match in (*begun, (nothing, drawn[end], False), *going_on):
            for count, ordered, penalty, product in befores:
                score = needed * ordered + penalty
                if score >= bars[count]:
                    continue
                products[count] = needed * product
                (matched.add if is_match else matched.discard)(count)
                for more in range(count, end + 2):
                    if bars[more] <= score:
                        break
                    bars[more] = score
        ways.append([_way(*each) for each in products.items()])
        if matched:
            open_.append((end, [way for way in ways[end] if way[0] - 1 in matched]))
    return bars[-1]


@cache
def _drawn(length: int) -> float:
    """The guesses of so many characters that are no pattern."""
    return max(10.0**length, (FEWEST_OF_ONE if length == 1 else FEWEST) + 1)


def _words(text: str) -> Iterator[dict[str, Any]]:
    """Each word of a list that is anywhere in the text."""
    lower, known, longest = text.lower()[: len(text)], ranks(), _longest_by_beginning()
    ends = [
        (start, start + length)
        for length in range(1, SHORT + 1)
        for start, part in enumerate(chunks(lower, length))
        if part in known
    ]
    for start, part in enumerate(chunks(lower, SHORT + 1)):
        if part in longest:
            limit = min(len(lower), start + longest[part]) + 1
            ends += (
                (start, end) for end in range(start + SHORT + 1, limit) if lower[start:end] in known
            )
    for start, end in sorted(ends):
        word = lower[start:end]
        yield {
            "pattern": "dictionary",
            "i": start,
            "j": end - 1,
            "token": text[start:end],
            "matched_word": word,
            "rank": known[word],
            "reversed": False,
            "l33t": False,
        }


def _words_backwards(text: str) -> list[dict[str, Any]]:
    found = [
        match
        | {
            "token": match["token"][::-1],
            "reversed": True,
            "i": len(text) - 1 - match["j"],
            "j": len(text) - 1 - match["i"],
        }
        for match in _words(text[::-1])
    ]
    return sorted(found, key=lambda match: (match["i"], match["j"]))


def _words_in_leet(text: str) -> list[dict[str, Any]]:
    """Words in which digits and signs stand for letters."""
    found: list[dict[str, Any]] = []
    for instead in enumerate_l33t_subs(relevant_l33t_subtable(text, L33T_TABLE)):
        if not instead:
            break
        letters: dict[str, str | int | None] = {**instead}
        for match in _words(text.translate(str.maketrans(letters))):
            token = text[match["i"] : match["j"] + 1]
            if len(token) > 1 and token.lower() != match["matched_word"]:
                used = {sign: letter for sign, letter in instead.items() if sign in token}
                found.append(match | {"l33t": True, "token": token, "sub": used})
    return sorted(found, key=lambda match: (match["i"], match["j"]))


def _repeats(text: str) -> Iterator[_Match]:
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
        needed = guesses(part) * len(found[0]) / len(part)
        is_part = position - start < len(text)
        yield _Match(start, position, max(needed, FEWEST if is_part else 1.0))


@cache
def _longest_by_beginning() -> dict[str, int]:
    """How long words are at the most that begin with some characters, one more than is short."""
    found: dict[str, int] = {}
    for word in ranks():
        if len(word) > SHORT:
            begin = word[: SHORT + 1]
            found[begin] = max(len(word), found.get(begin, 0))
    return found
