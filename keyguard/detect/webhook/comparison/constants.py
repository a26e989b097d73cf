"""The literal that a name stands for: the name is set once, in the same text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from string import ascii_letters, digits

from keyguard.detect.text.search import occurrences
from keyguard.detect.webhook.comparison.operands import is_compared
from keyguard.detect.webhook.forms.form import BEFORE
from keyguard.detect.webhook.forms.form_parts import CLOSE, TYPE
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.assigned import Value, values_of
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern

CONSTANT_REACH = 10_000
"""Characters on either side of a comparison in which its constant is looked for."""
MOST_MENTIONS = 500
"""Mentions of a name in a text that are looked at."""
MOST_STEPS = 2
"""Names on the way to the literal: ``expected = SECRET`` and ``SECRET = "literal"`` are two."""
MOST_NAMES = 200
"""Names of a text that are followed to the place where they are set or compared."""
REMEMBERED = 2 * MOST_NAMES
"""Names whose mentions are kept, since one constant is compared in many places."""
LONGEST_TYPE = 200
"""Characters between a name and its value."""

_SET = lazy_pattern(
    rf"(?!\s{{0,4}}!=){CLOSE}{TYPE}\s{{0,20}}"
    r"(?::=|\?\?=|\|\|=|=(?![=~>])|(?::(?!:)|=>)\s{0,4}[bru]?[\"'`])"
)
"""What is behind a name that is set. Behind a colon only a literal is a value, all else a type."""
_DEFINED = lazy_pattern(r"[\"']?\s{0,8},?\s{0,8}[\"']")
_DEFINES = lazy_pattern(
    r"(?:\bdefine\(\s?[\"']|#define\s{1,4}|\bset\s{1,4}\$|(?:^|\n)[ \t]{0,8}@"
    r"|\(def(?:once)?\s{1,4})\Z"
)
"""``define('NAME', 'literal')``, ``set $name "literal"``, ``@name "literal"``."""
_OTHER_NAME = lazy_pattern(
    r"\s{0,4}(?::\s?[\w.<>\[\]|& ]{1,40})?\s{0,4}:?=\s{0,4}(?:Buffer\.from\(|\[\]byte\()?"
    r"(?P<name>[$@]?(?:this\.|self\.|self::|static::|\$this->)?[A-Za-z_]\w{0,79})"
    r"\)?\s{0,4}(?:;|\r?\n|\Z)"
)
_HAS_MEMBER = lazy_pattern(
    r"\.(?:includes|has|include\?|contains|Contains|member\?|indexOf)\(|\[(?![\"'\d])"
)
_OF_MEMBERS = lazy_pattern(
    r"\bin\s\Z|(?:[cC]ontains\??|member\?)[\s(]\Z|\bin_array\([^;\n]{1,90},\s?\$?\Z"
)
_LISTS = lazy_pattern(
    r"[\"'`]?\]?(?:[^=\n;(){}\"']|'static){0,60}?(?:=(?![=~>])|=>|:)[^;\"'`\n]{0,80}[\[({]|\s{1,4}#\{"
)
_OWNER = lazy_pattern(
    r"[$@]?(?P<root>[A-Za-z_]\w*)(?:(?:\??\.|->|::)\w{1,40}|\[[\"':][\w-]{1,40}[\"']?\]){0,4}"
    r"(?:\??\.|->|::|\[[\"':]|\.(?:fetch|get|dig|at)\([\"':])\Z"
)
"""In front of the name of a member: ``config.auth.``, ``$settings['``."""
_ENDS_OF_OWNER = tuple(".>:\"'")
_SIGNS_OF_OWNER = ascii_letters + digits + "_$@.?>:-[]\"'("
_OF_A_REQUEST = lazy_pattern(
    r"(?:req|request|res|response|r|ctx|context|c|event|headers?|conn|env|message|msg|call|self|this)\Z",
    re.IGNORECASE,
)
"""Where a client's header comes from, not what it is compared with."""
_END_OF_INDEX = lazy_pattern(r"[\"']?[\])]")
_OWN = frozenset({"this", "self", "static", "cls", "config", "CONFIG", "settings", "constants"})
_WORDS = frozenset({
    "none", "null", "nil", "undefined", "true", "false", "not", "new", "await", "return", "string",
    "str", "void",
})  # fmt: skip
_PART = lazy_pattern(r"\??\.|::|->|\[[\"':]")


def literal_of(view: View, name: str, near: int, steps: int = MOST_STEPS) -> Value | None:
    """The literal that a name is set to, if it is set once near there and to nothing else."""
    own = own_name(name)
    places = _near(_settings(view.text, own), near) if own else ()
    if len(places) != 1:
        return None
    named = Named(own, places[0], places[0] + len(own))
    in_code = (value for value in values_of(view, named) if value.line is None)
    values = list(islice(in_code, 2))
    if len(values) == 1:
        return values[0]
    other = _OTHER_NAME.match(view.text, named.end, named.end + LONGEST_TYPE)
    if other is None or steps == 1:
        return None
    return literal_of(view, other["name"], near, steps - 1)


def is_set(text: str, name: str, near: int) -> bool:
    """Whether a text shows what a name is set to, or that it is not the name of a constant."""
    own = own_name(name)
    return not own or bool(_near(_settings(text, own), near))


def is_compared_by_name(text: str, name: str, near: int) -> bool:
    """Whether something near there is compared with this name."""
    return bool(_near(_comparisons(text, name), near))


def end_of_setting(text: str, name: str, near: int) -> int | None:
    """Where the name ends that is set to a list, once, near there."""
    own = own_name(name)
    places = _near(_lists(text, own), near) if own else ()
    return places[0] + len(own) if len(places) == 1 else None


@lru_cache(maxsize=REMEMBERED)
def _lists(text: str, name: str) -> Sequence[int]:
    """Where a name is set to a list."""
    mentions = mentions_of(text, name, 0, len(text), MOST_MENTIONS)
    return [start for start in mentions if _begins_list(text, start, start + len(name))]


def _begins_list(text: str, start: int, end: int) -> bool:
    if _OF_MEMBERS.search(text, max(0, start - BEFORE), start):
        return False  # "in ALLOWED: abort(401)"
    attribute = text.startswith("@", start - 1) and text.startswith(" [", end)  # of Elixir
    return attribute or _LISTS.match(text, end) is not None


def is_compared_by_member(text: str, key: str, near: int) -> bool:
    """Whether something near there is compared with this member of a mapping."""
    return bool(_near(_compared_members(text, key), near))


@lru_cache(maxsize=REMEMBERED)
def _compared_members(text: str, key: str) -> Sequence[int]:
    """Where the member of a mapping that is called so is compared."""
    mentions = mentions_of(text, key, 0, len(text), MOST_MENTIONS)
    return [start for start in mentions if _compares_member(text, start, start + len(key))]


def _compares_member(text: str, start: int, stop: int) -> bool:
    owner = _owner_of(text, start, LONGEST_TYPE)
    if owner is None or _OF_A_REQUEST.match(owner["root"]):
        return False
    end = _END_OF_INDEX.match(text, stop)
    return is_compared(text, owner.start(), end.end() if end else stop)


def own_name(name: str) -> str:
    """The last part of a name; empty if the other parts say that its value is kept elsewhere."""
    *outer, last = _PART.split(name.lstrip("$@").rstrip("\"']"))
    kept_here = all(each in _OWN or each[:1].isupper() for each in outer)
    return last if kept_here and len(last) > 1 and last.lower() not in _WORDS else ""


def _near(places: Sequence[int], near: int) -> Sequence[int]:
    """The places, which are in order, in whose reach another one is."""
    first = bisect_left(places, near - CONSTANT_REACH)
    return places[first : bisect_right(places, near + CONSTANT_REACH, first)]


@lru_cache(maxsize=REMEMBERED)
def _settings(text: str, name: str) -> Sequence[int]:
    """Where a name is set."""
    mentions = mentions_of(text, name, 0, len(text), MOST_MENTIONS)
    return [start for start in mentions if _sets(text, start, start + len(name))]


@lru_cache(maxsize=REMEMBERED)
def _comparisons(text: str, name: str) -> Sequence[int]:
    """Where what is called so is compared, as one thing or as a list."""
    return [
        start
        for start in mentions_of(text, name, 0, len(text), MOST_MENTIONS)
        if is_compared(text, _begin_of(text, start), start + len(name))
        or _HAS_MEMBER.match(text, start + len(name))
        or _OF_MEMBERS.search(text, max(0, start - BEFORE), start)
    ]


def _begin_of(text: str, start: int) -> int:
    """Where an expression begins whose last part is a name: ``this.expected``."""
    owner = _owner_of(text, start, BEFORE)
    return owner.start() if owner and owner["root"] in _OWN else start


def _owner_of(text: str, start: int, reach: int) -> re.Match[str] | None:
    """What the name at ``text[start]`` is a member of. Most are of nothing, as their last sign
    tells in no time, and none is longer than what it can be made of."""
    begin = max(0, start - reach)
    if not text.endswith(_ENDS_OF_OWNER, begin, start):
        return None
    front = text[begin:start]
    if front.isascii():
        begin += len(front.rstrip(_SIGNS_OF_OWNER))
    return _OWNER.search(text, begin, start)


def mentions_of(text: str, name: str, begin: int, end: int, most: int) -> list[int]:
    """Where a name is mentioned as a whole word; ``most`` mentions at most."""
    part = text[begin:end]
    words = (begin + at for at in occurrences(part, name) if _is_word(part, at, at + len(name)))
    return list(islice(words, most))


def _is_word(text: str, start: int, stop: int) -> bool:
    before, behind = text[start - 1 : start], text[stop : stop + 1]
    return not (before.isalnum() or behind.isalnum() or "_" in (before, behind))


def _sets(text: str, start: int, stop: int) -> bool:
    limit = stop + LONGEST_TYPE
    if _DEFINES.search(text, max(0, start - LONGEST_TYPE), start):
        return _DEFINED.match(text, stop, limit) is not None
    return _SET.match(text, stop, limit) is not None
