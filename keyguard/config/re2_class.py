r"""Characters and classes of RE2 -> how the ``regex`` module writes them.

``\d``, ``\w`` and ``\s`` mean ASCII, and ``\s`` is no ``\v``
(https://github.com/google/re2/wiki/Syntax).
"""

from __future__ import annotations

import re
from itertools import pairwise

from keyguard.config.expressions import BadExpressionError
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_CLASSES = {
    "d": "09",
    "s": "\t\n\f\r  ",
    "w": "09AZ__az",
    "alnum": "09AZaz",
    "alpha": "AZaz",
    "ascii": "\x00\x7f",
    "blank": "\t\t  ",
    "cntrl": "\x00\x1f\x7f\x7f",
    "digit": "09",
    "graph": "!~",
    "lower": "az",
    "print": " ~",
    "punct": "!/:@[`{~",
    "space": "\t\r  ",
    "upper": "AZ",
    "word": "09AZ__az",
    "xdigit": "09AFaf",
}
"""First and last character of each range of a class, in ascending order."""
_LAST = 0x10FFFF
_SPECIAL = frozenset(r"\^$.|?*+-&~()[]{}")
_ITEM = lazy_pattern(
    r"""\[:(?P<posix>\^?\w+):\]
    | \\(?P<perl>[dDsSwW])
    | \\(?P<property>[pP](?:[A-Z]|\{\^?\w+\}))
    | \\x(?P<hex>[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,8}\})
    | \\(?P<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})
    | \\(?P<control>[afnrtv])
    | \\(?P<escaped>[\x00-/:-@\[-`{-\x7f])
    | (?P<itself>[^\\])""",
    re.VERBOSE | re.DOTALL,
)
_RANGE_GOES_ON = lazy_pattern(r"-[^\]]", re.DOTALL)


class Item(NamedTuple):
    """A character or a set of them."""

    members: str
    """As the inside of a class."""
    code: int | None
    """Of the character; None for a set."""
    end: int


def spelt(character: str) -> str:
    """A character that means itself, in a class or outside of one."""
    if character < " ":
        return rf"\x{ord(character):02x}"
    return f"\\{character}" if character in _SPECIAL else character


def read_class(text: str, start: int) -> tuple[str, int]:
    """The class that begins there, and where it ends. Raises ``BadExpressionError``."""
    negation = "^" if text.startswith("^", start + 1) else ""
    position = start + 1 + len(negation)
    members = ""
    while not (members and text.startswith("]", position)):
        item = read_item(text, position)
        if item.code is not None and _RANGE_GOES_ON.match(text, item.end):
            last = read_item(text, item.end + 1)
            if last.code is None or last.code < item.code:
                raise BadExpressionError(f"{text[position : last.end]!r} is no range")
            item = last._replace(members=f"{item.members}-{last.members}")
        members += item.members
        position = item.end
    return f"[{negation}{members}]", position + 1


def read_item(text: str, start: int) -> Item:
    """What stands there, in a class or outside of one. Raises ``BadExpressionError``."""
    if start == len(text):
        raise BadExpressionError("a character class is not closed")
    found = _ITEM.match(text, start)
    if found is None:
        raise BadExpressionError(f"'{text[start : start + 2]}' is no escape that RE2 knows")
    kind, value = str(found.lastgroup), found[str(found.lastgroup)]
    if kind == "perl":
        return Item(_ranges(value.lower(), negated=value.isupper()), None, found.end())
    if kind == "posix":
        return Item(_ranges(value.lstrip("^"), negated="^" in value), None, found.end())
    if kind == "property":
        return Item(_property(value), None, found.end())
    code = _code(kind, value)
    return Item(spelt(chr(code)), code, found.end())


def _code(kind: str, value: str) -> int:
    if kind == "control":
        return ord("\a\f\n\r\t\v"["afnrtv".index(value)])
    if kind in ("escaped", "itself"):
        return ord(value)
    code = int(value.strip("{}"), 8 if kind == "octal" else 16)
    if code > _LAST:
        raise BadExpressionError(f"there is no character {code:#x}")
    return code


def _ranges(name: str, negated: bool) -> str:
    if name not in _CLASSES:
        raise BadExpressionError(f"'[:{name}:]' is no class")
    edges = [ord(character) for character in _CLASSES[name]]
    if negated:
        outer = [edge + (1 if place % 2 else -1) for place, edge in enumerate(edges)]
        edges = [0, *outer, _LAST]
    ranges = [*pairwise(edges)][::2]
    return "".join(_range(low, high) for low, high in ranges if low <= high)


def _range(low: int, high: int) -> str:
    first, last = (spelt(chr(edge)) if edge < 128 else rf"\U{edge:08x}" for edge in (low, high))
    return first if low == high else f"{first}-{last}"


def _property(value: str) -> str:
    import regex

    name = value[1:].strip("{^}")
    spelling = rf"\{'P' if value.startswith('P') != ('^' in value) else 'p'}{{{name}}}"
    try:
        regex.compile(spelling)
    except regex.error as error:
        raise BadExpressionError(f"{name!r} is no property of characters") from error
    return spelling
