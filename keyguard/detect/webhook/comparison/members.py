"""Lists in which an expression is looked up: ``token in {"a", "b"}``, ``["a"].includes(token)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.comparison.operands import (
    CLOSING,
    NAME,
    OPENING,
    OPERAND_REACH,
    Operand,
    arguments_of,
    callee_of,
    calls_around,
    is_asserted,
    may_be_opened,
    operands_beside,
)
from keyguard.detect.webhook.header import BEARER
from keyguard.model.patterns import lazy_pattern

LIST_REACH = 600
"""Characters behind the beginning of a list within which its members begin."""
FRONT_REACH = 480
"""Characters in front of the looked-up expression within which a list begins."""
LONG_WORD = 20
"""Characters from which a word is no role, type or event; shorter secrets have a digit."""

_METHODS = (
    r"(?:[iI]ncludes?\??|has|contains(?:Key)?|Contains(?:Key)?|member\?|key\?|has_key\?|indexOf)"
)
_ASKS_EACH = r"(?:some|any\??|every|find|exists|Any|anyMatch)"
_NAME = lazy_pattern(NAME)
_FUNCTIONS = lazy_pattern(r"in_array|[cC]ontains|member\?|includes")
_IN = lazy_pattern(rf"{CLOSING}\s{{0,4}}(?:\bnot\s{{1,4}}in|!?\bin)\s{{0,4}}")
_IN_FRONT = lazy_pattern(r"\bin\s?(?:\w{1,20}\()?\Z")
_END_OF_LOOK_UP = rf"\.{_METHODS}\({OPENING}[$@]?\Z"
_END_OF_INDEX = rf"\[{OPENING}[$@]?\Z"
_LOOK_UP, _INDEX = lazy_pattern(_END_OF_LOOK_UP), lazy_pattern(_END_OF_INDEX)
"""What the two end with that follow, and most text does not: they are slow to find nothing."""
_LOOKS_UP = lazy_pattern(rf"(?P<list>[\])}}]|{NAME})\??{_END_OF_LOOK_UP}")
_INDEXES = lazy_pattern(rf"(?P<list>{NAME}){_END_OF_INDEX}")
_USED = lazy_pattern(rf"\s{{0,4}},?\s{{0,20}}(?P<closing>[\])}}]{{1,2}})\??\.{_METHODS}\(")
_BEGINS = lazy_pattern(
    r"(?:new\b\s?)?[\w.:<>\[\]&!, ]{0,60}?(?:struct\{\}|\(\)\s?)?[#%$]?(?:[\[({]\s?){1,2}\s{0,40}"
    r"(?=[bru@]?[\"'`])"
)
"""A list up to its first member: ``new Set([``, ``frozenset({``, ``[]string{``."""
_MEMBER = lazy_pattern(
    r"\s{0,40}[bru@]?(?P<q>[\"'`])(?P<literal>[^\"'`\r\n\\]{1,512})(?P=q)"
    r"(?:\]?\s?(?::|=>?|to)\s?(?:true|1|\{\}|struct\{\}\{\}|\"[^\"\n]{0,60}\"))?(?P<then>\s{0,20}(?:,|(?=[\])}])|(?<=\s)))"
)
_WORDS_OF_RUBY = lazy_pattern(r"(?:[\w.:]{1,20}\(\s?)?%w[\[(](?P<words>[^\])\n]{1,600})[\])]")
_WORD = lazy_pattern(r"\S+")
_SET = lazy_pattern(
    r"[\"'`]?\]?(?:\s?:[^=\n]{1,60})?(?:\s{0,20}(?::=|=>?|:)\s{0,20}|\s{1,4}(?=[#\[]))"
)
"""Between a name and the list that it is set to."""
_ROWS = lazy_pattern(
    r"[\"']?:[ \t]{0,20}\r?\n(?P<rows>(?:[ \t]{0,40}- [^\n]{1,200}(?:\n|\Z)){1,12})"
)
_ROW = lazy_pattern(r"- (?P<q>[\"']?)(?P<cell>[^\s\"']{1,512})(?P=q)[ \t\r]{0,4}(?=\n|\Z)")
"""A list of YAML."""
_MEMBERS_IN_FRONT = lazy_pattern(
    r"[\[({]\s{0,40}(?:[bru@]?(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'),\s{0,40}){0,8}\Z"
)
_MEMBERS_BEHIND = lazy_pattern(r"(?:,\s{0,40}[bru@]?(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}')){0,8}")


def counterparts(text: str, start: int, end: int) -> Iterator[Operand]:
    """Everything that the expression ``text[start:end]`` is compared with: one thing, or each of a
    list."""
    yield from operands_beside(text, start, end)
    yield from lists_beside(text, start, end)


def lists_beside(text: str, start: int, end: int) -> Iterator[Operand]:
    """The members of a list in which ``text[start:end]`` is looked up, or the list's name."""
    if is_asserted(text, start):
        return
    if behind := _IN.match(text, end, end + OPERAND_REACH):
        yield from _list_at(text, behind.end())
        return
    first = max(0, start - OPERAND_REACH)
    ends = ((_LOOK_UP, _LOOKS_UP), (_INDEX, _INDEXES)) if may_be_opened(text, first, start) else ()
    for begins, pattern in ends:
        if begins.search(text, first, start) and (found := pattern.search(text, first, start)):
            yield from _list_ending_at(text, *found.span("list"))
            return
    for opening in calls_around(text, start):
        if _FUNCTIONS.search(callee_of(text, opening)):
            others = [
                each for each in arguments_of(text, opening) if not each[0] <= start < each[1]
            ]
            if others:
                yield from _list_at(text, others[0][0] + _spaces(text, others[0][0]))
            return


def is_member(text: str, start: int, end: int) -> bool:
    """Whether the literal ``text[start:end]`` is in a list in which something is looked up."""
    in_front = _MEMBERS_IN_FRONT.search(text, max(0, start - FRONT_REACH), start)
    if in_front is None or is_asserted(text, start):
        return False
    behind = _MEMBERS_BEHIND.match(text, end, end + LIST_REACH)
    if _USED.match(text, behind.end() if behind else end):
        return True
    opening = in_front.start()
    if _IN_FRONT.search(text, max(0, opening - 40), opening):
        return True
    callees = (callee_of(text, each) for each in calls_around(text, opening)[:2])
    return any(map(_FUNCTIONS.search, callees))


def members_of(text: str, named_end: int) -> Iterator[Operand]:
    """The members of the list to which the name ending there is set."""
    rows = _ROWS.match(text, named_end, named_end + LIST_REACH)
    if rows is None:
        sign = _SET.match(text, named_end)
        yield from _literals(text, sign.end()) if sign else ()
    else:
        cells = (
            Operand(*row.span("cell"), is_literal=True)
            for row in _ROW.finditer(text, *rows.span("rows"))
        )
        yield from (each for each in cells if _may_be_secret(text[each.start : each.end]))


def list_of_loop(text: str, name: str, near: int) -> Iterator[Operand]:
    """The list over which a loop with this variable runs: ``for token in TOKENS``."""
    begin, end = max(0, near - OPERAND_REACH), near + OPERAND_REACH
    named = re.escape(name)
    goes_through = rf"\bfor\s[($]{{0,2}}{named}\s(?:in|of)\s+"
    asks_each = rf"\.{_ASKS_EACH}\s?[({{]\s?[(|]?{named}\b"
    if not re.compile(f"{goes_through}|{asks_each}").search(text, begin, end):
        return  # to look for the list in front of it takes long
    pattern = re.compile(rf"{goes_through}|(?P<list>[\])}}]|{NAME})\??{asks_each}")
    if found := pattern.search(text, begin, end):
        if found["list"]:
            yield from _list_ending_at(text, *found.span("list"))
        else:
            yield from _list_at(text, found.end())


def _spaces(text: str, position: int) -> int:
    return len(text[position : position + 40]) - len(text[position : position + 40].lstrip())


def _list_at(text: str, position: int) -> Iterator[Operand]:
    literals = list(_literals(text, position))
    if literals:
        yield from literals
    elif name := _NAME.match(text, position):
        yield Operand(*name.span(), is_literal=False, is_list=True)


def _list_ending_at(text: str, start: int, end: int) -> Iterator[Operand]:
    if text[start] not in ")]}":
        yield Operand(start, end, is_literal=False, is_list=True)
        return
    depth = 0
    for position in range(start, max(-1, start - FRONT_REACH), -1):
        depth += (text[position] in ")]}") - (text[position] in "([{")
        if depth == 0:
            ruby = position - 2 if text.startswith("%w", position - 2) else position
            yield from _literals(text, max(0, ruby))
            return


def _literals(text: str, position: int) -> Iterator[Operand]:
    """The members that may be secrets, of a list that begins there and holds literals alone."""
    if ruby := _WORDS_OF_RUBY.match(text, position):
        words = _WORD.finditer(text, *ruby.span("words"))
        yield from (
            Operand(*word.span(), is_literal=True) for word in words if _may_be_secret(word[0])
        )
        return
    begins = _BEGINS.match(text, position, position + OPERAND_REACH)
    if begins is None:
        return
    found: list[Operand] = []
    position = begins.end()
    limit = position + LIST_REACH
    while position < limit and (member := _MEMBER.match(text, position)):
        found.append(Operand(*member.span("literal"), is_literal=True))
        position = member.end()
    yield from (each for each in found if _may_be_secret(text[each.start : each.end]))


def _may_be_secret(member: str) -> bool:
    return " " not in member.removeprefix(BEARER) and (
        len(member) >= LONG_WORD or any(map(str.isdigit, member))
    )
