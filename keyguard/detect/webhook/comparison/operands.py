"""What an expression is compared with: by an operator, by a function, by a node of a workflow.

Source is read by its shape, in whatever language, and no further than some bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from string import ascii_letters, digits, whitespace

from keyguard.detect.webhook.forms.form_parts import COMPARES_STORED, READS
from keyguard.detect.webhook.header import LONGEST_SECRET
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

OPERAND_REACH = 300
"""Characters on either side of an expression within which a comparison begins and ends."""
MOST_CALLS = 4
"""Calls around an expression that are looked at: ``equal(Buffer.from(x), ...)`` are two."""
LONGEST_CALLEE = 60

NAME = r"[$@]?[A-Za-z_][\w$]*(?:(?:\??\.|::|->)[A-Za-z_][\w$]*|\[[\"':][\w-]{1,40}[\"']?\]){0,8}"
"""Matches a variable, an attribute, or a member of a mapping: ``settings["webhook"].secret``."""
_LITERAL = rf"[bBrRuU@]?(?P<q>\\?[\"'`])(?P<literal>[^\"'`\r\n\\]{{1,{LONGEST_SECRET}}})(?P=q)"
_WRAPPERS = (
    r"(?:from|[gG]etBytes|encode|bytes|Some|String|str|Buffer|\[\]byte|to_string|to_s|trim|Set"
    r"|Uint8Array)"
)
_WRAPPED = rf"(?!{READS})[\w.:$]{{0,40}}{_WRAPPERS}\(\[?"
OPENING = rf"(?:[&(\[]|new\s|Just\s|\(string\)\s?|{_WRAPPED}){{0,4}}\s{{0,4}}"
"""Matches what can be in front of an expression without changing it: ``Buffer.from(``."""
CLOSING = (
    r"(?:[)\]!?]|(?:\??\.|->)\w{1,20}\([^()\n]{0,60}\)){0,4}"
    r"(?:\s{0,4}(?:,|\?\?|\|\||\?:|\bor\b)\s{0,4}b?(?:''|\"\"|null|nil|None)\){0,2})?"
)
"""Matches what can follow an expression without changing it: ``?? ''``."""
_OPERATOR = (
    r"(?:[!=/]={1,2}|~=|<>|!~|-[ci]?(?:eq|ne)\b|(?P<single>(?<=\s)=(?=\s))"
    r"|\b(?:eq|ne|is(?:\s+not)?)(?=\s))\s{0,20}"
)
_OPERATORS = ("=", "~", "<>", "eq", "ne", "is")
"""Of which each holds one: they are looked for many times faster."""
_CONDITION = lazy_pattern(
    r"(?:^|[\s;|&!])(?:\[{1,2}|test)\s|\bif\s?\(\$|\b(?:[iI]f|elif|ElseIf|when)\s+(?!\()"
)
"""In front of a single equals sign that compares: shells, nginx, F# and Visual Basic."""
_NODE = (
    r"(?:\s?\}\}\\?\"\s{0,20},\s{0,40}(?:\"\w{1,20}\"\s?:\s?\"[^\"\n]{0,60}\",\s{0,40}){0,3}"
    r"\"(?:value2|rightValue)\"\s?:\s?)"
)
"""The condition of an IF node of n8n, https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.if/"""
_BEHIND = lazy_pattern(
    rf"{CLOSING}\}}?[\"']?\s{{0,20}}(?:{_OPERATOR}|{_NODE}){OPENING}(?:{_LITERAL}|(?P<name>{NAME}))"
)
_END_OF_FRONT = rf"{_OPERATOR}{OPENING}[\"'$@]{{0,2}}\Z"
_AT_END_OF_FRONT = lazy_pattern(_END_OF_FRONT)
"""What the next ends with, and most text does not: that is slow to find nothing."""
_MARKS = "\"'$@"
_OPENING_SIGNS = ascii_letters + digits + whitespace + _MARKS + "_.:&([])"
"""What there is between the signs of an operator and its right side, which may be words."""
LONGEST_SIGN = 3
_LAST_SIGNS = tuple("=>~qest&([w)")
"""What an operator or an opening ends with, blanks and marks apart."""
_IN_FRONT = lazy_pattern(
    rf"(?:{_LITERAL}|(?<![\w$@.\"'])(?P<name>{NAME})){CLOSING}[\"'\s]{{0,4}}{_END_OF_FRONT}"
)
_OPERATOR_IN_FRONT = lazy_pattern(rf"{_OPERATOR}{OPENING}[$@]?\Z")
_OPERATOR_BEHIND = lazy_pattern(rf"{CLOSING}\s{{0,20}}{_OPERATOR}")
_ARGUMENT = lazy_pattern(
    rf"\s{{0,20}}{OPENING}(?:{_LITERAL}|(?P<name>{NAME})){CLOSING}(?:,[^,\n]{{0,60}})?\s{{0,20}}\Z"
)
_RECEIVER = lazy_pattern(rf"(?:{_LITERAL}|(?<![\w$@.\"'])(?P<name>{NAME})){CLOSING}(?:\??\.|->)\Z")
_LISP = lazy_pattern(r"\((?:not=|={1,2}|[\w.*/-]{0,40}?(?:equals?|eq)\??)\s")
"""The beginning of a comparison in Clojure: ``(= token "literal")``."""
_ATOM = rf"(?:{_LITERAL}|(?P<name>[A-Za-z*][\w*?!/.-]{{0,60}}))"
_ARGUMENT_OF_LISP = lazy_pattern(rf"\s{{1,20}}{_ATOM}\s{{0,4}}\)")
_FIRST_OF_LISP = lazy_pattern(
    rf"\((?:not=|={{1,2}}|[\w.*/-]{{0,40}}\??)\s{{1,20}}{_ATOM}\s{{1,20}}\Z"
)
_BRACKET = lazy_pattern(r"[();]")
_CALLEE_BACKWARDS = lazy_pattern(r"[ \t]{0,2}(?P<last>[?!]?[\w$]+)")
"""To look for it forwards is slow where it ends: it would be tried at every letter."""
_METHOD = lazy_pattern(r"\)?\??\.(?P<last>\w{1,30}[?!]?)\(")
_COMPARES = lazy_pattern(
    rf"equal|(?!{COMPARES_STORED}\Z)compare|digest|timing|tsscmp|constant_?time|\Aeql\?|\Aeq\Z|ct_eq"
    r"|\Ais(?![a-z])|\Asame",
    re.IGNORECASE,
)
_ASSERTS = lazy_pattern(
    r"\b(?<!ctx\.)(?:assert|expect|require|should|verify|check|XCT)\w{0,30}[.(!]|\(is\s\(",
    re.IGNORECASE,
)
"""Tests of a client state what it sends."""
_ASSERTING = ("assert", "expect", "require", "should", "verify", "check", "xct", "(is")
"""Of which it holds one, in lower case: they are looked for many times faster."""


class Operand(NamedTuple):
    """A literal, without its quotes, or a name at ``text[start:end]``."""

    start: int
    end: int
    is_literal: bool
    is_list: bool = False
    """Whether this is the name of a list in which something is looked up."""


def operands_beside(text: str, start: int, end: int) -> Iterator[Operand]:
    """Whatever the expression ``text[start:end]`` is compared with, as far as that is one thing."""
    first, limit = max(0, start - OPERAND_REACH), end + OPERAND_REACH
    if (behind := _BEHIND.match(text, end, limit)) and _is_comparison(text, behind):
        yield _operand(behind)
    elif (
        (operator := _operator_in_front(text, first, start))
        and _is_comparison(text, operator)
        and (in_front := _IN_FRONT.search(text, first, start))
    ):
        yield _operand(in_front)
    elif (method := _METHOD.match(text, end)) and _COMPARES.search(method["last"]):
        yield from _other_arguments(text, method.end() - 1, start, end)
    else:
        for opening in calls_around(text, start):
            if _compares(text, opening):
                yield from _other_arguments(text, opening, start, end)
                return


def may_be_opened(text: str, first: int, start: int) -> bool:
    """Whether an operator, or what opens around an expression, may be right in front of
    ``text[start]``."""
    return text[first:start].rstrip(_MARKS).rstrip().endswith(_LAST_SIGNS)


def _operator_in_front(text: str, first: int, start: int) -> re.Match[str] | None:
    """The operator whose right side begins at ``start``, whatever opens in between."""
    if not may_be_opened(text, first, start):
        return None
    front = text[first:start]
    if front.isascii():
        rest = max(0, len(front.rstrip(_OPENING_SIGNS)) - LONGEST_SIGN)
        front, first = front[rest:], first + rest
    if not any(map(front.__contains__, _OPERATORS)):
        return None
    return _AT_END_OF_FRONT.search(text, first, start)


def is_compared(text: str, start: int, end: int) -> bool:
    """Whether the expression ``text[start:end]`` is compared with anything at all."""
    in_front = _OPERATOR_IN_FRONT.search(text, max(0, start - OPERAND_REACH // 4), start)
    behind = _OPERATOR_BEHIND.match(text, end, end + OPERAND_REACH)
    method = _METHOD.match(text, end)
    return not is_asserted(text, start) and (
        any(each is not None and _is_comparison(text, each) for each in (in_front, behind))
        or (method is not None and _COMPARES.search(method["last"]) is not None)
        or any(_compares(text, opening) for opening in calls_around(text, start))
    )


def _is_comparison(text: str, operator: re.Match[str]) -> bool:
    """Whether an equals sign, if it is a single one, compares."""
    if operator["single"] is None:
        return True
    sign = operator.start("single")
    line = text[max(0, sign - OPERAND_REACH // 2) : sign].rpartition("\n")[2]
    return _CONDITION.search(line) is not None


def is_asserted(text: str, start: int) -> bool:
    """Whether a test merely asserts what is there."""
    line = text[max(0, start - OPERAND_REACH // 2) : start].rpartition("\n")[2]
    if line.isascii() and not any(map(line.lower().__contains__, _ASSERTING)):
        return False
    return _ASSERTS.search(line) is not None or line.lstrip().startswith("assert ")


def _operand(match: re.Match[str]) -> Operand:
    group = "literal" if match["literal"] is not None else "name"
    return Operand(*match.span(group), is_literal=group == "literal")


@lru_cache(maxsize=4)
def calls_around(text: str, start: int) -> tuple[int, ...]:
    """The opening brackets of the calls around a position, innermost first; kept while several ask
    for one position."""
    return tuple(islice(_openings(text, start), MOST_CALLS))


def _openings(text: str, start: int) -> Iterator[int]:
    depth = 0
    for mark in _BRACKET.finditer(text[max(0, start - OPERAND_REACH) : start][::-1]):
        if mark[0] == ")":
            depth += 1
        elif depth:
            depth -= mark[0] == "("
        elif mark[0] == ";":
            return
        else:
            yield start - 1 - mark.start()


def _compares(text: str, opening: int) -> bool:
    """Whether the call whose bracket opens there compares something, and is no test's."""
    by_name = _COMPARES.search(callee_of(text, opening)) is not None
    return (by_name or _LISP.match(text, opening) is not None) and not is_asserted(
        text, opening + 1
    )


def callee_of(text: str, opening: int) -> str:
    """The name of the function whose call's bracket opens there, without its owner; empty if it is
    no call."""
    found = _CALLEE_BACKWARDS.match(text[max(0, opening - LONGEST_CALLEE) : opening][::-1])
    return found["last"][::-1] if found else ""


def _other_arguments(text: str, opening: int, start: int, end: int) -> Iterator[Operand]:
    if _LISP.match(text, opening):
        yield from _of_lisp(text, start, end)
        return
    arguments = list(arguments_of(text, opening))
    others = [(first, last) for first, last in arguments if not first <= start < last]
    for first, last in others[:2]:
        if argument := _ARGUMENT.match(text, first, last):
            yield _operand(argument)
            return
    callee = callee_of(text, opening)
    begins = text.rindex(callee, 0, opening) if callee else opening
    receiver = _RECEIVER.search(text, max(0, begins - OPERAND_REACH), begins)
    if receiver and not others:
        yield _operand(receiver)


def _of_lisp(text: str, start: int, end: int) -> Iterator[Operand]:
    """The other one of two arguments: ``(= token "literal")``, ``(= "literal" token)``."""
    behind = _ARGUMENT_OF_LISP.match(text, end, end + OPERAND_REACH)
    if found := behind or _FIRST_OF_LISP.search(text, max(0, start - OPERAND_REACH), start):
        yield _operand(found)


def arguments_of(
    text: str, opening: int, reach: int = 2 * OPERAND_REACH
) -> Iterator[tuple[int, int]]:
    """Where the arguments begin and end of the call whose bracket opens there."""
    start = opening + 1
    depth, quote, first = 0, "", start
    for position in range(start, min(len(text), start + reach)):
        sign = text[position]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}" and depth:
            depth -= 1
        elif sign in ")]}":
            yield first, position
            return
        elif sign == "," and not depth:
            yield first, position
            first = position + 1
