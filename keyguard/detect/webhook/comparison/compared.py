"""Secrets where a handler compares them with the header of a call: literals, and constants.

The Gateway sends its secret back as ``Authorization: Bearer <secret>``. So whatever a webhook
handler compares with that header, or with the rest of it behind the scheme, is the secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from keyguard.detect.webhook.comparison.bearer_headers import (
    CONTEXT_REACH,
    EXPRESSION_CLUES,
    Header,
    headers_in,
    is_checked,
)
from keyguard.detect.webhook.comparison.constants import (
    MOST_NAMES,
    end_of_setting,
    is_compared_by_member,
    is_compared_by_name,
    is_set,
    literal_of,
)
from keyguard.detect.webhook.comparison.header_tokens import (
    STATEMENT_REACH,
    TOKEN_CLUES,
    TOKEN_REACH,
    tokens_compared,
)
from keyguard.detect.webhook.comparison.members import (
    LIST_REACH,
    counterparts,
    list_of_loop,
    members_of,
)
from keyguard.detect.webhook.comparison.operands import Operand
from keyguard.detect.webhook.header import LONGEST_SECRET
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.assigned import Value
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ClueKinds
from keyguard.prefilter.windows import ClueReach

LONGEST_CLUE = 200
COMPARED_REACH = ClueReach(
    before=STATEMENT_REACH + LONGEST_CLUE, after=TOKEN_REACH + LIST_REACH + LONGEST_SECRET
)
"""How far around the clue a comparison is decided; the clue is the scheme in front of a secret, or
the code that removes the scheme.

A constant is farther away: comparisons with a name are looked at in a larger part of the text.
"""
_ASSIGNED = lazy_pattern(
    r"(?P<name>[A-Za-z_]\w*)(?:\??: ?[\w.<>\[\]|& ]{1,40})?\s{0,4}:?=\s{0,4}"
    r"(?:Buffer\.from\(|\[\]byte\(|[\w.]{0,30}(?:GetBytes|bytes|encode)\("
    r"|(?:new\s)?(?:[\w.]{0,20}(?i:set|list|of|array)(?:<\w{1,20}>)?\(?\s?)?"
    r"[\[({](?:[^()\[\]{}\n]{0,160},)?\s?)?\Z"
    r"|\(def(?:once)?\s{1,4}(?:\^\S{1,20}\s{1,4})?(?P<lisp>[A-Za-z*][\w*?!-]*)\s{1,20}"
    r"(?:#\{(?:[^{}\n]{0,160}\s)?)?\Z"
)
"""What a header is assigned to, alone or in a list: ``expected = ``, ``EXPECTED: str = ``."""
_KEY = lazy_pattern(
    r"(?:\b(?P<key>[A-Za-z_]\w{1,40})|[\"':](?P<quoted>[\w-]{2,40})[\"']?)\s{0,4}"
    r"(?::|=>|,|\s(?=\"))\s{0,4}\Z"
)
"""A key in front of its value: ``header: ``, ``'expected' => ``."""
_OF_A_CALL = lazy_pattern(r"auth\w*|headers?|token", re.IGNORECASE)
"""Names for what a client sends."""
_NO_SECRET = lazy_pattern(
    r"eyJ|.{0,5}\Z|(?:bearer|basic|undefined|token|invalid|wrong|valid)\Z", re.IGNORECASE
)
"""JSON web tokens, schemes, and what tests and API clients write there."""
_CLOSES_NAME = lazy_pattern(r"\\?[\"'`]?[\])]{0,2}")


def compared_secrets(view: View, clues: ClueKinds) -> Iterator[Value]:
    """Each literal that a header is compared with, on the spot or by way of a constant."""
    followed: set[str] = set()
    for operand in _operands(view.text, clues):
        if not operand.is_literal:
            followed.add(view.text[operand.start : operand.end])
            if len(followed) > MOST_NAMES:
                continue
        yield from (
            value for value in _values_of(view, operand) if not _NO_SECRET.match(value.text)
        )


def compared_with(view: View, named: Named) -> Iterator[Value]:
    """Whatever is compared with a header that is named after a webhook's secret."""
    closing = _CLOSES_NAME.match(view.text, named.end)
    for operand in counterparts(view.text, named.start, closing.end() if closing else named.end):
        yield from _values_of(view, operand)


def compares_with_other_part(view: View, clues: ClueKinds) -> bool:
    """Whether a header is compared with a name that another part of the text sets."""
    text = view.text
    operands = _operands(text, clues)
    names = ((text[each.start : each.end], each) for each in operands if not each.is_literal)
    return any(
        not is_set(text, name, each.start) for name, each in islice(names, MOST_NAMES)
    ) or any(
        _assigned(text, header) and not is_checked(text, header) for header in _headers(text, clues)
    )


@lru_cache(maxsize=2)
def _operands(text: str, clues: ClueKinds) -> tuple[Operand, ...]:
    """Kept while both is asked of a text: what it compares, and what another part may set."""
    tokens = () if TOKEN_CLUES.isdisjoint(clues) else tokens_compared(text)
    return tuple(chain(_of_headers(text, clues), tokens))


def _headers(text: str, clues: ClueKinds) -> Iterable[Header]:
    return () if EXPRESSION_CLUES.isdisjoint(clues) else headers_in(text)


def _of_headers(text: str, clues: ClueKinds) -> Iterator[Operand]:
    followed: set[str] = set()
    for header in _headers(text, clues):
        used = is_checked(text, header)
        if not used and (name := _assigned(text, header)):
            followed.add(name)
            used = len(followed) <= MOST_NAMES and is_compared_by_name(text, name, header.start)
        if not used and (key := _key_of(text, header)):
            followed.add(key)
            used = len(followed) <= MOST_NAMES and is_compared_by_member(text, key, header.start)
        if used:
            yield Operand(header.secret_start, header.secret_end, header.is_literal)


def _values_of(view: View, operand: Operand) -> Iterator[Value]:
    text = view.text[operand.start : operand.end]
    if operand.is_literal:
        yield Value(text, operand.start, quoted=True)
    elif operand.is_list and (end := end_of_setting(view.text, text, operand.start)):
        for member in members_of(view.text, end):
            yield Value(view.text[member.start : member.end], member.start, quoted=True)
    elif value := literal_of(view, text, operand.start):
        yield value
    elif text.isidentifier():
        for member in list_of_loop(view.text, text, operand.start):
            yield from _values_of(view, member)


def _key_of(text: str, header: Header) -> str:
    """The member of a mapping that a header is, or empty."""
    found = _KEY.search(text, max(0, header.start - CONTEXT_REACH // 4), header.start)
    return (found["key"] or found["quoted"]) if found else ""


def _assigned(text: str, header: Header) -> str:
    """The name that a header is assigned to, or empty."""
    line = text.rfind("\n", max(0, header.start - CONTEXT_REACH), header.start) + 1
    begin = max(line, header.start - CONTEXT_REACH)
    before = text[begin : header.start]
    found = (
        _ASSIGNED.search(text, begin, header.start) if "=" in before or "(def" in before else None
    )
    name = (found["name"] or found["lisp"]) if found else ""
    return "" if _OF_A_CALL.fullmatch(name) else name
