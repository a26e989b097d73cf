"""Readers of a configuration's values: each takes what TOML gives; raises ``BadValueError``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keyguard.config.document import BadValueError, Document, Mistakes, Read
from keyguard.model import Kind, Severity
from keyguard.model.patterns import lazy_pattern

DAY = 24 * 60 * 60
"""Seconds of a day."""
PREFIX_MEANINGS = {"production": Kind.PRODUCTION_KEY, "staging": Kind.STAGING_KEY}
_LARGEST = 1 << 60
"""Whole numbers beyond it do not fit where sizes in bytes are used."""
_HEADER = lazy_pattern(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_COMMON_HEADERS = frozenset({
    "content-type", "content-length", "user-agent", "accept-encoding", "accept-language",
    "cache-control", "if-none-match", "x-request-id", "x-forwarded-for", "x-real-ip",
})  # fmt: skip
_MEMBER = lazy_pattern(r"([A-Za-z0-9])-([A-Za-z0-9])|[A-Za-z0-9_-]")


def plain(reader: Callable[[object], Any]) -> Read:
    """A reader for values that do not depend on the rest of the file."""

    def read(document: Document, key: str, value: object) -> Any:
        try:
            return reader(value)
        except BadValueError as error:
            mistakes = Mistakes()
            for each in (error, *error.others):
                problem = f"bad value for {key!r}: {each} (got {each.value!r})."
                mistakes.add(document.error(key, problem, each.value))
            raise mistakes.error() from error

    return read


def strings(value: object) -> tuple[str, ...]:
    """A list of strings."""
    if isinstance(value, str) or not isinstance(value, list):
        raise BadValueError("a list of strings is needed", value)
    for item in value:
        if not isinstance(item, str):
            raise BadValueError("a list of strings is needed", item)
    return tuple(value)


def filled(value: object) -> str:
    """A string that is not empty."""
    if not isinstance(value, str) or not value:
        raise BadValueError("a string is needed", value)
    return value


def headers(value: object) -> tuple[str, ...]:
    """Names of headers that may hold a secret. Any other header is in every request, or in none."""
    names = strings(value)
    for name in names:
        if not _HEADER.fullmatch(name):
            raise BadValueError("letters, digits and dashes are needed, with a dash within", name)
        if name.lower() in _COMMON_HEADERS:
            raise BadValueError("a header that holds a secret is needed", name)
    return names


def severity(value: object) -> Severity:
    """The name of a severity."""
    labels = [severity.label for severity in Severity]
    if value not in labels:
        raise BadValueError(f"one of {', '.join(labels)} is needed", value)
    return Severity.from_label(str(value))


def entropy(value: object) -> float:
    """Bits per character, not below zero."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LARGEST:
        raise BadValueError("a number of bits a character is needed", value)
    return float(value)


def group(value: object) -> int | str:
    """The number or name of a group."""
    if isinstance(value, bool) or not isinstance(value, int | str) or value in ("", -1):
        raise BadValueError("the number or name of a group is needed", value)
    return value


def boolean(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadValueError("true or false is needed", value)
    return value


def depth(value: object) -> int:
    """A number of levels, with the bounds of the command line's options."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 20:
        raise BadValueError("a whole number from 0 to 20 is needed", value)
    return value


def positive(value: object) -> int:
    """A whole number above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LARGEST:
        raise BadValueError("a whole number above zero is needed", value)
    return value


def seconds(value: object) -> float:
    """A number of seconds above zero, a day at most."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= DAY:
        raise BadValueError(
            "a number of seconds above zero is needed, a day (86400) at most", value
        )
    return float(value)


def length(value: object) -> int:
    """The length of a key's body."""
    if not 8 <= positive(value) <= 512:
        raise BadValueError("a number from 8 to 512 is needed", value)
    return positive(value)


def alphabet(value: object) -> str:
    """Characters and ranges of them, as inside a character class: a dash ends it."""
    members = list(_MEMBER.finditer(value)) if isinstance(value, str) else []
    if not members or "".join(member[0] for member in members) != value:
        raise BadValueError("letters, digits, `_`, `-` and ranges such as A-Z are needed", value)
    for member in members:
        if member[1] and member[1] > member[2]:
            raise BadValueError("a range goes from the lower to the higher character", member[0])
    letters = "".join(member[0] for member in members if member[0] != "-")
    return letters + "-" * any(member[0] == "-" for member in members)


def meaning(value: object) -> Kind:
    """The meaning of a prefix."""
    if not isinstance(value, str) or value not in PREFIX_MEANINGS:
        raise BadValueError(f"one of {', '.join(PREFIX_MEANINGS)} is needed", value)
    return PREFIX_MEANINGS[value]
