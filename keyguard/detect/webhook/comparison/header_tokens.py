"""Where code removes the scheme from an Authorization header, and what it calls the rest.

``token = auth.split(" ")[1]``, ``strings.TrimPrefix(auth, "Bearer ")``, ``bearerToken()``,
``KeyAuth(func(key string, ...``: a webhook's secret is what such a token is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.comparison.constants import mentions_of
from keyguard.detect.webhook.comparison.members import counterparts
from keyguard.detect.webhook.comparison.operands import Operand
from keyguard.detect.webhook.comparison.token_forms import (
    BACK,
    EXPECTED,
    FRONT,
    PARAMETERS,
    REMOVALS,
    found_in,
)
from keyguard.model.patterns import lazy_pattern
from keyguard.model.spans import Span
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds

TOKEN_CLUES = ClueKinds({ClueKind.TOKEN, ClueKind.COMPARISON})
STATEMENT_REACH = 300
"""Characters of a statement in front of the code that removes the scheme."""
TOKEN_REACH = 1_200
"""Characters behind that code within which the token is compared."""
MOST_TOKENS = 500
MOST_MENTIONS = 24
"""Tokens of a text, and mentions of each, that are looked at."""

_PART = lazy_pattern(
    r"(?:\??\.?\[-?1\]|\??\.(?:pop|last|at\(-?1\)|trim|strip|unwrap\w*)(?:\(\))?|!|\?){0,3}"
)
_ABOUT_HEADERS = lazy_pattern(r"auth|bearer|header|credential", re.IGNORECASE)
_NEAR_HEADERS = ("auth", "bearer", "header", "credent")
"""These words up to an I, which has other small forms: looked for many times faster."""
_TARGETS = lazy_pattern(r"(?P<names>[^=;{}\n]{1,120}?)(?<![=!<>]):?=(?![=>])")
_SPLITS = lazy_pattern(r"[sS]plit|partition|explode|Fields")
"""What gives the scheme as well: of two names the last is the credential's."""
_NAMES = lazy_pattern(r"[A-Za-z_]\w*")
_NOT_NAMES = frozenset({
    "const", "let", "var", "val", "final", "auto", "my", "local", "if", "list", "Some", "Ok", "str",
    "String", "string", "public", "private", "static", "Optional", "_", "guard", "elif", "self",
    "this",
})  # fmt: skip
_LEAVES_AS_IT_IS = lazy_pattern(
    r"(?:^|[\s(!=,]|from|String|str|(?i:trim\w{0,6})|\bif|bytes|\[\]byte|equals?|digest)\Z|[cC]ompare\Z"
)
_SECOND = lazy_pattern(r"(?:\??\.?\[1\]|\[\"1\"\]|\.token\b)?")


def tokens_compared(text: str) -> Iterator[Operand]:
    """The literals and names that tokens of headers are compared with."""
    lower = lowered(text)
    looked_at: set[Span] = set()

    def is_near(position: int) -> bool:
        around = lower[max(0, position - BACK - STATEMENT_REACH) : position + FRONT]
        return any(map(around.__contains__, _NEAR_HEADERS))

    found = found_in(text, REMOVALS, is_near)
    removals = ((_statement(text, each.start()), *each.span()) for each in found)
    of_headers = (each for each in removals if _ABOUT_HEADERS.search(text, each[0], each[2]))
    for removal in islice(of_headers, MOST_TOKENS):
        yield from _compared(text, *removal, looked_at)
    for parameter in islice(found_in(text, PARAMETERS), MOST_TOKENS):
        name = parameter[parameter.lastgroup or 0]
        yield from _mentions(text, name, parameter.end(), looked_at)
    for expected in islice(found_in(text, EXPECTED), MOST_TOKENS):
        group = expected.lastgroup or ""
        yield Operand(*expected.span(group), is_literal=group != "name")


def _compared(
    text: str, begin: int, start: int, end: int, looked_at: set[Span]
) -> Iterator[Operand]:
    """What a token is compared with: where it is taken, or by the names that it is given."""
    part = _PART.match(text, end)
    end = part.end() if part else end
    targets = _TARGETS.match(text, begin, start)
    if targets is None:
        yield from counterparts(text, _expression(text, begin, start), end)
    elif _is_itself(text, targets.end(), start):
        names = [each for each in _NAMES.findall(targets["names"]) if each not in _NOT_NAMES]
        if _SPLITS.match(text, start):
            names = names[-1:]
        for name in dict.fromkeys(names):
            yield from _mentions(text, name, end, looked_at)


def _statement(text: str, position: int) -> int:
    """Where the statement around a position begins: a line that begins with a dot goes on."""
    earliest = begin = max(0, position - STATEMENT_REACH)
    end = position
    for _ in range(4):
        line = text.rfind("\n", earliest, end)
        begin = line + 1 if line >= 0 else earliest
        if line < 0 or not text[begin:position].lstrip().startswith((".", "?.", "->", "&&", "||")):
            break
        end = line
    semicolon = text.rfind(";", begin, position)
    return max(begin, semicolon + 1)


def _expression(text: str, begin: int, start: int) -> int:
    """Where the expression begins whose last method is at ``start``."""
    depth = 0
    for position in range(start - 1, begin - 1, -1):
        sign = text[position]
        if sign in ")]":
            depth += 1
        elif sign in "([" and depth:
            depth -= 1
        elif not depth and not (sign.isalnum() or sign in "_$.?!:>-\"'"):
            return position + 1
    return begin


def _is_itself(text: str, begin: int, start: int) -> bool:
    """Whether what is assigned is the token, and nothing that a function makes of it."""
    opened: list[int] = []
    for position in range(begin, start):
        if text[position] == "(":
            opened.append(position)
        elif text[position] == ")" and opened:
            opened.pop()
    return all(_LEAVES_AS_IT_IS.search(text, begin, each) for each in opened)


def _mentions(text: str, name: str, begin: int, looked_at: set[Span]) -> Iterator[Operand]:
    """What is compared with what is called so, behind where it gets that name. Many tokens may
    have one name, and all of them the same mentions behind them."""
    for start in mentions_of(text, name, begin, begin + TOKEN_REACH, MOST_MENTIONS):
        second = _SECOND.match(text, start + len(name))
        end = second.end() if second else start + len(name)
        if (start, end) not in looked_at:
            looked_at.add((start, end))
            yield from counterparts(text, start, end)
