"""Secrets where a handler compares them with the header of a call: literals, and constants.

The Gateway sends its secret back as ``Authorization: Bearer <secret>``, so what a handler of
webhooks compares that header with, or what is left of it without the scheme, is the secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from keyguard.detect.webhook.bearer_headers import (
    CONTEXT_REACH,
    LONGEST_SECRET,
    Header,
    headers_in,
    is_checked,
)
from keyguard.detect.webhook.constants import MOST_NAMES, is_compared_by_name, is_set, literal_of
from keyguard.detect.webhook.header_tokens import STATEMENT_REACH, TOKEN_REACH, tokens_compared
from keyguard.detect.webhook.names import Named
from keyguard.detect.webhook.operands import OPERAND_REACH, Operand, operands_beside
from keyguard.detect.webhook.values import Value
from keyguard.model import View
from keyguard.prefilter.windows import ClueReach

LONGEST_CLUE = 200
COMPARED_REACH = ClueReach(
    before=STATEMENT_REACH + LONGEST_CLUE, after=TOKEN_REACH + OPERAND_REACH + LONGEST_SECRET
)
"""The clue is the scheme in front of a secret, or what takes it off. A constant is farther away:
what is compared with a name is looked at in a larger part of the text."""
_ASSIGNED = re.compile(
    r"(?P<name>[A-Za-z_]\w*)(?:\??: ?[\w.<>\[\]|& ]{1,40})?\s{0,4}:?=\s{0,4}"
    r"(?:Buffer\.from\(|\[\]byte\(|[\w.]{0,30}(?:GetBytes|bytes|encode)\("
    r"|(?:new Set\()?[\[({](?:[^()\[\]{}\n]{0,160},)?\s?)?\Z"
)
"""What a header is assigned to, alone or in a list: ``expected = ``, ``EXPECTED: str = ``."""
_OF_A_CALL = re.compile(r"auth\w*|headers?|token", re.IGNORECASE)
"""Names for what a client sends."""
_NO_SECRET = re.compile(
    r"eyJ|.{0,5}\Z|(?:bearer|basic|undefined|token|invalid|wrong|valid)\Z", re.IGNORECASE
)
"""JSON web tokens, schemes, and what tests and API clients write there."""
_CLOSES_NAME = re.compile(r"\\?[\"'`]?[\])]{0,2}")


def compared_secrets(view: View) -> Iterator[Value]:
    """Each literal that a header is compared with, there or through a constant."""
    followed: set[str] = set()
    for operand in _operands(view.text):
        if not operand.is_literal:
            followed.add(view.text[operand.start : operand.end])
            if len(followed) > MOST_NAMES:
                continue
        value = _value_of(view, operand)
        if value is not None and not _NO_SECRET.match(value.text):
            yield value


def compared_with(view: View, named: Named) -> Iterator[Value]:
    """What a header that is called after a webhook's secret is compared with."""
    closing = _CLOSES_NAME.match(view.text, named.end)
    for operand in operands_beside(view.text, named.start, closing.end() if closing else named.end):
        if value := _value_of(view, operand):
            yield value


def compares_with_other_part(view: View) -> bool:
    """Whether a header is compared with a name that is set outside of this part of a text."""
    text = view.text
    names = ((text[each.start : each.end], each) for each in _operands(text) if not each.is_literal)
    return any(
        not is_set(text, name, each.start) for name, each in islice(names, MOST_NAMES)
    ) or any(
        _assigned(text, header) and not is_checked(text, header) for header in headers_in(text)
    )


@lru_cache(maxsize=2)
def _operands(text: str) -> tuple[Operand, ...]:
    """Kept while both is asked of a text: what it compares, and what another part may set."""
    return tuple(chain(_of_headers(text), tokens_compared(text)))


def _of_headers(text: str) -> Iterator[Operand]:
    followed: set[str] = set()
    for header in headers_in(text):
        used = is_checked(text, header)
        if not used and (name := _assigned(text, header)):
            followed.add(name)
            used = len(followed) <= MOST_NAMES and is_compared_by_name(text, name, header.start)
        if used:
            yield Operand(header.is_literal, header.secret_start, header.secret_end)


def _value_of(view: View, operand: Operand) -> Value | None:
    text = view.text[operand.start : operand.end]
    if operand.is_literal:
        return Value(text, operand.start, quoted=True)
    return literal_of(view, text, operand.start)


def _assigned(text: str, header: Header) -> str:
    """The name that a header is assigned to, or empty."""
    line = text.rfind("\n", max(0, header.start - CONTEXT_REACH), header.start) + 1
    begin = max(line, header.start - CONTEXT_REACH)
    found = (
        _ASSIGNED.search(text, begin, header.start) if "=" in text[begin : header.start] else None
    )
    return "" if found is None or _OF_A_CALL.fullmatch(found["name"]) else found["name"]
