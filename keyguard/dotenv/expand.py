"""What ``$NAME`` and backslashes in a value become, as a dialect has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from keyguard.dotenv.dialect import Dialect, Expansion

LITERAL = "\\"
"""Stands for a kind of quotes: what a backslash protects is expanded in no dialect."""
_CONTROLS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_OPERATOR = re.compile(r"(?P<name>[^:+=?-]*)(?P<sign>:?[-+=?])(?P<other>.*)", re.DOTALL)

Lookup = Callable[[str], "str | None"]


class Part(NamedTuple):
    """A part of a value with the quotes that it is in."""

    text: str
    quote: str


class UnreadableError(Exception):
    """A loader stops here, and reads nothing of the file."""


def resolved(part: Part, dialect: Dialect, lookup: Lookup) -> str:
    """What a part becomes; ``lookup`` has the values of other names.

    Raises ``UnreadableError`` if a loader gives up.
    """
    text = _unescaped(part, dialect)
    expansion = dialect.expansion
    if expansion is None or part.quote not in expansion.within:
        return text
    pattern = _pattern(expansion, part.quote in expansion.escaped)
    if expansion.last_decides and not _last_is_reference(text, pattern):
        return text.replace("\\$", "$")

    def replacement(found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("error"):
            raise UnreadableError
        if groups.get("dollar"):
            return "$"
        if groups.get("braced") is not None:
            return _braced(found["braced"], lookup)
        value = lookup(groups.get("name") or "")
        if value is None and expansion.keeps_unknown:
            return found[0]
        return value or groups.get("default") or ""

    return pattern.sub(replacement, text)


def _braced(inside: str, lookup: Lookup) -> str:
    """``NAME``, or with what is taken in its place: ``NAME:-other``, ``NAME:+other``."""
    found = _OPERATOR.fullmatch(inside)
    if found is None:
        return lookup(inside) or ""
    value = lookup(found["name"])
    if "+" in found["sign"]:
        return found["other"] if value else ""
    return value or found["other"]


def _unescaped(part: Part, dialect: Dialect) -> str:
    kind = {'"': dialect.double, "'": dialect.single, "=": dialect.bare}.get(part.quote, "")
    if not kind or "\\" not in part.text:
        return part.text

    def character(found: re.Match[str]) -> str:
        if found[1] is None:
            raise UnreadableError
        return _CONTROLS[found[1]] if found[1] in dialect.controls else found[1]

    other = r"|\\" if dialect.unknown_escape_is_error and part.quote == '"' else ""
    return re.sub(rf"\\({kind}){other}", character, part.text, flags=re.DOTALL)


def _last_is_reference(text: str, pattern: re.Pattern[str]) -> bool:
    last = text.rfind("$")
    while last > 0 and text[last - 1] == "\\":
        last = text.rfind("$", 0, last)
    return last >= 0 and pattern.match(text, last) is not None


@lru_cache(maxsize=64)
def _pattern(expansion: Expansion, escaped: bool) -> re.Pattern[str]:
    dollars = [r"\\\$"] * escaped + [r"\$\$"] * expansion.doubled
    return re.compile(
        "|".join(
            [
                *([f"(?P<dollar>{'|'.join(dollars)})"] if dollars else []),
                *([r"\$\([^()]*\)"] if expansion.runs_commands else []),
                expansion.reference,
                *([f"(?P<error>{expansion.error})"] if expansion.error else []),
            ]
        )
    )
