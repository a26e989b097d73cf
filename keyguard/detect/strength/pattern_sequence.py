"""zxcvbn's search for the sequence of patterns by which a secret takes the fewest guesses.

The order of the search decides what is kept, so it is zxcvbn's: a better search would come to other
numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import factorial, inf

GROWTH = 10_000.0
"""By how much a sequence of patterns is tried later than one of fewer."""
FEWEST_OF_ONE, FEWEST = 10.0, 50.0
"""Guesses that a part of a secret takes at least, of one character or more."""

Pattern = tuple[int, int, float]
"""A part of a secret: where it begins and ends, and the guesses that it takes alone."""
Patterns = Iterable[Pattern]
_Way = tuple[int, float, float, float]
"""A sequence of patterns up to a place, as the beginning of one with another pattern: how many that
has, the product of all guesses times the orders in which so many patterns can be tried, by how much
so many are tried later than one, and that product."""
_NOTHING: list[_Way] = [(1, 1.0, 1.0, 1.0)]


@cache
def _growth(count: int) -> tuple[float, float]:
    return float(factorial(count)), GROWTH ** (count - 1)


def fewest_guesses(length: int, found: Patterns) -> float:
    """The number of guesses of the cheapest sequence of patterns.

    For each position one sequence is kept for each number of patterns, unless one with as many or
    fewer was as good when it came.
    """
    ways: list[list[_Way]] = [_NOTHING, *([] for _ in range(length))]
    by_end: list[list[tuple[float, list[_Way]]]] = [[] for _ in range(length + 1)]
    for start, end, needed in found:
        by_end[end].append((needed, ways[start]))
    drawn = [_drawn(end) for end in range(length + 1)]
    open_: list[tuple[int, list[_Way]]] = []
    """Those that end with a pattern: behind characters that are none, more are the same one."""
    bars, most = [1.0], 1
    for end in range(1, length + 1):
        bars = [inf] * (most + 1)
        products: dict[int, float] = {}
        if by_end[end]:
            _keep_best(by_end[end], bars, products)
        matched = products.copy()
        going_on = [(drawn[end - start], each) for start, each in open_]
        _keep_best([(drawn[end], _NOTHING), *going_on], bars, products)
        for count, product in products.items():
            orders, penalty = _growth(count + 1)
            ways[end].append((count + 1, orders * product, penalty, product))
        most = max(most, max(products) + 1)
        if matched:
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
            if score < bars[count]:
                products[count] = needed * product
                for more in range(count, len(bars)):
                    if bars[more] <= score:
                        break
                    bars[more] = score


@cache
def _drawn(length: int) -> float:
    """The guesses of so many characters that are no pattern."""
    return max(10.0**length, (FEWEST_OF_ONE if length == 1 else FEWEST) + 1)
