"""What ``$NAME`` and backslashes in a value become, as a dialect has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from keyguard.dotenv.dialect import Dialect, Expansion
from keyguard.model.record import NamedTuple

LITERAL = "\\"
"""Stands for a kind of quotes: what a backslash protects is expanded in no dialect."""
_CONTROLS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

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
    text = _within_quotes(part, dialect)
    expansion = dialect.expansion
    if expansion is None or part.quote not in expansion.within:
        return text
    pattern = _pattern(expansion, part.quote in expansion.escaped)
    begin = _after_plain_dollar(text, pattern) if expansion.last_decides else 0

    def replacement(found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("error"):
            raise UnreadableError
        if groups.get("dollar"):
            return "$"
        if groups.get("braced") is not None:
            return _braced(found["braced"], expansion, lookup)
        value = lookup(groups.get("name") or "")
        if value is None and expansion.keeps_unknown:
            return found[0]
        return value or groups.get("default") or ""

    return text[:begin].replace("\\$", "$") + pattern.sub(replacement, text[begin:])


def _braced(inside: str, expansion: Expansion, lookup: Lookup) -> str:
    """``NAME``, or with what is taken in its place: ``NAME:-other``, ``NAME:+other``."""
    found = re.fullmatch(
        rf"(?P<name>[^:+=?-]*)(?P<sign>{expansion.operators})(?P<other>.*)", inside, re.DOTALL
    )
    if found is None:
        return lookup(inside) or ""
    value = lookup(found["name"])
    if "?" in found["sign"] and not value:
        raise UnreadableError
    if "+" in found["sign"]:
        return found["other"] if value else ""
    return value or found["other"]


def unescaped(text: str, kind: str, controls: str) -> str:
    """Without the backslashes in front of the characters of a class, if it is not empty; letters
    of ``controls`` become the characters that they stand for."""
    if not kind or "\\" not in text:
        return text

    def character(found: re.Match[str]) -> str:
        return _CONTROLS[found[1]] if found[1] in controls else found[1]

    return re.sub(rf"\\({kind})", character, text, flags=re.DOTALL)


def _within_quotes(part: Part, dialect: Dialect) -> str:
    kind = {'"': dialect.double, "'": dialect.single}.get(part.quote, "")
    if part.quote == '"' and dialect.unknown_escape_is_error:
        allowed = re.compile(rf"(?:[^\\]|\\(?:{kind}|\$))*", re.DOTALL)
        if not allowed.fullmatch(part.text):
            raise UnreadableError
    return unescaped(part.text, kind, dialect.controls)


def _after_plain_dollar(text: str, pattern: re.Pattern[str]) -> int:
    """Where the text begins that has only dollar signs which begin references."""
    last = text.rfind("$")
    while last >= 0 and (text[last - 1 : last] == "\\" or pattern.match(text, last)):
        last = text.rfind("$", 0, last)
    return last + 1


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
