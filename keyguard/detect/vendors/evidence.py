"""Words near a value that show whether it is the Gateway's or another vendor's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from keyguard.detect.text.search import any_of, has_between, lowered, occurrences, positions
from keyguard.model.patterns import lazy_pattern
from keyguard.vendors.table import VENDORS
from keyguard.vendors.vendor import Vendor

NEARBY_LINES = 3
LINE_REACH = 200
"""Characters on either side that count as the same line: a minified file is one line."""
NEARBY_REACH = 1_000


_CONNEXEASE = (
    ("connexease", lazy_pattern("connexease")),
    ("cnx", lazy_pattern(r"(?<![a-z0-9])cnx[_-]")),
    ("wa_gateway", lazy_pattern("wa_gateway")),
    ("gateway_", lazy_pattern(r"(?<![a-z])gateway_(?:api_)?key")),
    ("/v1/wa/message", lazy_pattern("/v1/wa/message")),
)
"""How names of the Gateway begin, and how they go on: words are looked for many times faster."""


def connexease_on_line(text: str, start: int, end: int) -> bool:
    """Whether the Gateway is named on the line of ``text[start:end]``."""
    return _may_be_ours(text, start, end) and names_connexease(_line_of(text, start, end))


def connexease_nearby(text: str, start: int, end: int) -> bool:
    """Whether the Gateway is named within three lines of ``text[start:end]``."""
    return _may_be_ours(text, start, end) and names_connexease(_lines_around(text, start, end))


def vendor_on_line(text: str, start: int, end: int) -> str:
    """A vendor that is named on the line of ``text[start:end]``; empty if none."""
    vendors = may_be_named(text, start - NEARBY_REACH, end + NEARBY_REACH)
    return _first_named(_line_of(text, start, end), vendors) if vendors else ""


def vendor_nearby(text: str, start: int, end: int) -> str:
    """A vendor that is named within three lines of ``text[start:end]``; empty if none."""
    vendors = may_be_named(text, start - NEARBY_REACH, end + NEARBY_REACH)
    return _first_named(_lines_around(text, start, end), vendors) if vendors else ""


def _may_be_ours(text: str, start: int, end: int) -> bool:
    return has_between(_connexease_in(text), start - NEARBY_REACH, end + NEARBY_REACH)


def nearest_named(vendors: frozenset[str], text: str, start: int, end: int, name: str) -> str:
    """The vendor, among these, that a value's name mentions, else the nearest one beside the value.

    Empty if there is none. ``name`` is what the value is assigned to.
    """
    known = _called(vendors)
    if named := _first_named(name.lower(), known):
        return named
    possible = may_be_named(text, start - NEARBY_REACH, end + NEARBY_REACH)
    near = tuple(vendor for vendor in possible if vendor.name in vendors)
    if not near:
        return ""
    line_before, line_after, before, after = _around(text, start, end)
    return _nearest(line_before, line_after, near) or _nearest(before, after, near)


@lru_cache(maxsize=64)
def _called(names: frozenset[str]) -> tuple[Vendor, ...]:
    return tuple(vendor for vendor in VENDORS if vendor.name in names)


def vendor_named_in(text: str) -> str:
    """The first vendor of the table named in ``text``; empty if none."""
    return next((vendor.name for vendor in vendors_named_in(text)), "")


def names_connexease(text: str) -> bool:
    """Whether ``text`` names the Gateway, its host or one of its usual variables."""
    lower = text.lower()
    for word, pattern in _CONNEXEASE:
        if word in lower and any(pattern.match(lower, at) for at in occurrences(lower, word)):
            return True
    return False


@lru_cache(maxsize=2)
def whole_names_connexease(text: str) -> bool:
    """Whether a text names the Gateway; the answer is kept while the text is the same."""
    return names_connexease(text)


def _first_named(lowered: str, vendors: Iterable[Vendor]) -> str:
    for vendor in vendors:
        if _expression(vendor.words).search(lowered):
            return vendor.name
    return ""


@lru_cache(maxsize=256)
def vendors_named_in(text: str) -> tuple[Vendor, ...]:
    """The vendors that a short text names, such as a variable's name or a path."""
    lower = text.lower()
    return tuple(
        vendor for vendor, _ in _vendors_of(lower) if _expression(vendor.words).search(lower)
    )


def may_be_named(text: str, start: int, end: int) -> list[Vendor]:
    """The vendors that ``text[start:end]`` may name: it contains a literal part of their words."""
    return [vendor for vendor, spots in _literals_in(text) if has_between(spots, start, end)]


@lru_cache(maxsize=2)
def _literals_in(text: str) -> list[tuple[Vendor, list[int]]]:
    """Where literal parts of vendors' words are, for the vendors of which there are any.

    Kept while keys of one text are judged: what is near each of them is looked up.
    """
    lower = lowered(text)
    spots = ((vendor, positions(lower, literals)) for vendor, literals in _vendors_of(lower))
    return [row for row in spots if row[1]]


def _vendors_of(lower: str) -> Iterable[tuple[Vendor, tuple[str, ...]]]:
    """The vendors of which a text in lower case may hold a literal part, by one look at it."""
    found = frozenset(_shortest_literals_in(lower))
    return _vendors_by_literal(found) if found else ()


def _shortest_literals_in(lower: str) -> Iterator[str]:
    expression = _any_literal()
    found = expression.search(lower)
    while found:
        yield found[0]
        found = expression.search(lower, found.start() + 1)


@lru_cache(maxsize=64)
def _vendors_by_literal(found: frozenset[str]) -> list[tuple[Vendor, tuple[str, ...]]]:
    return [
        (vendor, literals)
        for vendor, literals in _literals()
        if any(part in literal for literal in literals for part in found)
    ]


@cache
def _any_literal() -> re.Pattern[str]:
    return lazy_pattern(any_of(_all_literals()))


@lru_cache(maxsize=2)
def _connexease_in(text: str) -> list[int]:
    """Where names of the Gateway may begin, likewise."""
    return positions(lowered(text), [word for word, _ in _CONNEXEASE])


@cache
def _literals() -> list[tuple[Vendor, tuple[str, ...]]]:
    return [(vendor, vendor.literals) for vendor in VENDORS]


@cache
def _all_literals() -> tuple[str, ...]:
    """The literals of all vendors that hold no other one."""
    literals = {literal for _, each in _literals() for literal in each}
    return tuple(each for each in literals if not any(other in each for other in literals - {each}))


def _nearest(before: str, after: str, vendors: tuple[Vendor, ...]) -> str:
    """The vendor whose name is the fewest characters from where the two texts meet."""
    distances = {
        vendor.name: min(
            *(len(before) - match.end() for match in _expression(vendor.words).finditer(before)),
            *(match.start() for match in _expression(vendor.words).finditer(after)),
            *(NEARBY_REACH, NEARBY_REACH),
        )
        for vendor in vendors
    }
    nearest = min(distances, key=lambda name: distances[name], default="")
    return nearest if distances.get(nearest, NEARBY_REACH) < NEARBY_REACH else ""


@cache
def _expression(words: str) -> re.Pattern[str]:
    return lazy_pattern(words)


def _line_of(text: str, start: int, end: int) -> str:
    """The line of a value without the value itself."""
    before, after, _, _ = _around(text, start, end)
    return f"{before} {after}"


def _lines_around(text: str, start: int, end: int) -> str:
    """The lines around a value without the value itself."""
    _, _, before, after = _around(text, start, end)
    return f"{before}\n{after}"


def _around(text: str, start: int, end: int) -> tuple[str, str, str, str]:
    """The text before and after a value on its line, and on the lines around it."""
    lines_before = text[max(0, start - NEARBY_REACH) : start].lower().split("\n")
    lines_after = text[end : end + NEARBY_REACH].lower().split("\n")
    return (
        lines_before[-1][-LINE_REACH:],
        lines_after[0][:LINE_REACH],
        "\n".join(lines_before[-1 - NEARBY_LINES :]),
        "\n".join(lines_after[: 1 + NEARBY_LINES]),
    )
