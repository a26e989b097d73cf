"""Finds the dates that zxcvbn finds, in a fraction of the time, by digits that may be a year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from zxcvbn.matching import DATE_MAX_YEAR, DATE_MIN_YEAR, DATE_SPLITS
from zxcvbn.scoring import MIN_YEAR_SPACE, REFERENCE_YEAR

from keyguard.model.patterns import lazy_pattern

_STRETCH = lazy_pattern(r"\d[\d\s/\\_.-]{3,}")
"""What every date is a part of."""
_DIGITS = lazy_pattern(r"\d{4,}")
_SEPARATED = lazy_pattern(r"(?=(\d{1,4})([\s/\\_.-])(\d{1,2})\2(\d{1,4}))")
SHORTEST, LONGEST = min(DATE_SPLITS), max(DATE_SPLITS)
SHORTEST_SEPARATED, LONGEST_SEPARATED = 6, 10
"""Characters of a date without separators, and with them."""
DAYS = 365
SEPARATORS = 4
"""The factor by which the choice of separators multiplies the guesses."""
LAST_DAY, LAST_MONTH = 31, 12
LAST_OF_TWO_DIGITS, LAST_OF_THIS_CENTURY = 99, 50

Date = tuple[int, int, float]
"""A date: where it begins and ends, and how many guesses it takes."""


def dates(text: str) -> Iterator[Date]:
    """The dates in a text that are not a part of another."""
    for stretch in _STRETCH.finditer(text):
        for start, end, needed in _dates_in(stretch[0]):
            yield stretch.start() + start, stretch.start() + end, needed


@lru_cache(maxsize=4096)  # of a year alone, too
def _dates_in(text: str) -> list[Date]:
    return _whole([*_plain(text), *_separated(text)])


def _whole(found: list[Date]) -> list[Date]:
    """The dates that no other one holds."""
    kept: list[Date] = []
    farthest = 0
    for date in sorted(found, key=lambda date: (date[0], -date[1])):
        if date[1] > farthest:
            farthest = date[1]
            kept.append(date)
    return kept


def _plain(text: str) -> Iterator[Date]:
    for digits in _DIGITS.finditer(text):
        farthest, last = 0, digits.end()
        for start in range(digits.start(), last - SHORTEST + 1):
            shortest = max(start + SHORTEST, farthest + 1)
            for end in range(min(last, start + LONGEST), shortest - 1, -1):
                if needed := _guesses(text[start:end]):
                    yield start, end, needed
                    farthest = end
                    break  # what is shorter is a part of it


def _separated(text: str) -> Iterator[Date]:
    if text.isdigit():
        return
    for found in _SEPARATED.finditer(text):
        start, (behind, last) = found.start(), found.span(4)
        for end in range(behind + 1, last + 1):
            year = _year(int(found[1]), int(found[3]), int(text[behind:end]))
            if year is not None and SHORTEST_SEPARATED <= end - start <= LONGEST_SEPARATED:
                yield start, end, float(_years(year) * DAYS * SEPARATORS)


@lru_cache(maxsize=1 << 14)
def _guesses(digits: str) -> float:
    """What a date without separators takes, by the year that is the easiest; 0 if it is none."""
    years = (
        _year(int(digits[:first]), int(digits[first:second]), int(digits[second:]))
        for first, second in DATE_SPLITS[len(digits)]
    )
    return float(min((_years(year) * DAYS for year in years if year is not None), default=0))


def _years(year: int) -> int:
    """How many years are tried."""
    return max(abs(year - REFERENCE_YEAR), MIN_YEAR_SPACE)


def _year(first: int, middle: int, last: int) -> int | None:
    """The year of a day and a month, in either order, in front of it or behind; None if three
    numbers are no date."""
    if not (1 <= middle <= LAST_DAY and _is_part(first) and _is_part(last)):
        return None
    if last >= DATE_MIN_YEAR:
        return last if _is_day(first, middle) else None
    if first >= DATE_MIN_YEAR:
        return first if _is_day(middle, last) else None
    if _is_day(first, middle):
        return _full(last)
    return _full(first) if _is_day(middle, last) else None


def _is_part(number: int) -> bool:
    return number <= LAST_OF_TWO_DIGITS or DATE_MIN_YEAR <= number <= DATE_MAX_YEAR


def _is_day(one: int, other: int) -> bool:
    """Whether two numbers are a day and a month, in either order."""
    least, most = (one, other) if one < other else (other, one)
    return 1 <= least <= LAST_MONTH and most <= LAST_DAY


def _full(year: int) -> int:
    """The year that two digits are short for."""
    return year + (1900 if year > LAST_OF_THIS_CENTURY else 2000)
