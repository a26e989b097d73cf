"""Expressions for a whole header: ``"Bearer literal"``, ``f"Bearer {SECRET}"``, or what is compared
with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.text.search import occurrences
from keyguard.detect.webhook.comparison.members import is_member
from keyguard.detect.webhook.comparison.operands import is_compared
from keyguard.detect.webhook.forms.form import QUOTES
from keyguard.detect.webhook.header import BEARER, LONGEST_SECRET
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds

EXPRESSION_CLUES = ClueKinds({ClueKind.HEADER, ClueKind.COMPARISON})
QUOTE_REACH = 3
"""Characters in front of the scheme within which its quote is: ``"!=Bearer``."""
EXPRESSION_REACH = 60
"""Characters in front of the scheme that are a part of the expression: ``fmt.Sprintf("``."""
QUOTE_ALONE = 6
"""Characters in front of the scheme that are part of the expression if nothing formats it:
``rb\\"!=``."""

_NAME = r"[$@]?[A-Za-z_][\w$]*(?:(?:\??\.|::|->)[A-Za-z_][\w$]*)*"
_QUOTE_IN_FRONT = lazy_pattern(
    r"(?P<format>(?:[\w.:]{0,20}(?:[sS]printf|[fF]ormat!?)\(|\(str\s)?)[bBrRfFs$@]{0,2}(?P<q>\\?[\"'`])(?:!?[\^=])?\Z"
)
_FORMATTERS = ("printf(", "ormat(", "ormat!(", "(str")
"""What is in it if there is a ``format``."""
_LITERAL = lazy_pattern(
    rf"(?P<value>(?!\$env:|[#$]?\{{[^\s\"'`]{{0,200}}\}})[^\"'`\s]{{1,{LONGEST_SECRET}}}?)\$?(?P<q>\\?[\"'`])(?P<behind>)"
)
_FILLED_IN = lazy_pattern(
    rf"(?:[#$]?\{{\{{?|\\\()\s?(?P<name>{_NAME})\s?(?:\}}\}}?|\))(?P<q>\\?[\"'`])"
    rf"|\$(?P<plain>[A-Za-z_]\w*(?:->\w+)?)(?P<r>\\?[\"'`])"
)
_CONCATENATED = lazy_pattern(
    rf"(?P<q>\\?[\"'`])\s{{0,20}}(?:\+|\.\.?|<>|&|~)\s{{0,20}}(?P<name>{_NAME})(?![\w(\[.])"
)
_FORMATTED = lazy_pattern(
    rf"(?:%s|\{{0?\}})(?P<q>\\?[\"'`])(?:\s?,\s{{0,20}}|\s?%\s?\(?|\.format\()"
    rf"(?:(?P<name>{_NAME})|[\"'](?P<value>[^\"'`\s]{{1,512}})[\"'])\)?"
)
_OF_LISP = lazy_pattern(
    r"(?P<q>\")\s{1,20}(?:(?P<name>[A-Za-z*][\w*?!/.-]{0,60})|\"(?P<value>[^\"\s]{1,512})\")\)"
)
"""``(str "Bearer " secret)``."""
_DEFAULT = lazy_pattern(
    r"(?:(?P<q>\\?[\"'`])\s{0,20}(?:\+|\.\.?|<>|&|~|,)\s{0,20}|[#$]?\{\{?\s?)"
    r"(?:\(?[^;\n\"'`]{0,80}(?:\|\||\?\?|\?:|\bor\b)\s{0,4}"
    r"|[\w.:]{0,40}(?:env|ENV|environ|get|fetch)\w{0,8}\(\s?[\"'][^\"'\n]{1,60}[\"'],\s{0,4})?"
    r"[\"'](?P<value>[^\"'`\s]{1,512})[\"']\)?(?:\s?\}\}?(?P<r>\\?[\"'`]))?"
)
"""A literal behind the scheme, or the default of what is looked up there."""
_LOOKS_UP = lazy_pattern(r"(?i)(?:process\.)?env\b|os\b|ENV\b|import\.meta|Deno\b|std::env")

CONTEXT_REACH = 240
"""Characters in front of a header that show what it is part of."""

_CONTEXTS = tuple(
    (signs, lazy_pattern(rf"(?:{before})\Z"), lazy_pattern(after))
    for signs, before, after in (
        ("", "", r"[ \t]{1,8}1;"),  # a map of nginx
        (
            "n",  # Caddy
            r"(?:@\w{1,30}|@\w{1,30}\s+not|@\w{1,30}\s?\{[^{}]{0,160})\s+header\s+Authorization\s+",
            "",
        ),
        ("nr)", r"(?i:hdr\(authorization\))(?:\s+-\w\s+\w+)?\s+", ""),  # HAProxy
        ("}", r"RewriteCond\s+%\{HTTP:Authorization\}\s+", ""),
        ("n", r"SetEnvIf\w*\s+Authorization\s+", ""),  # Apache
        ("en", r"\b(?:case|when)\s+", ""),
        (
            ",",
            r"(?<![\w.>:])Headers?(?:Regexp)?\(\s?[`\"']Authorization[`\"'],\s?",
            r"\s?\)",
        ),  # Traefik
        (":", r"\bexact(?:_match|Match)?[\"']?:\s{1,4}", ""),  # Envoy and Istio
        (":", r"[\"'](?:value2|rightValue)[\"']\s?:\s?", ""),  # n8n
        (":", r"\"t\"\s?:\s?\"eq\",\s{0,40}\"v\"\s?:\s?", ""),  # Node-RED
        (":", r"\"b\"\s?:\s?", r",\s{0,40}\"o\"\s?:\s?\"text:equal"),  # Make
        (
            "{},",
            r"\b(?:when|match)\b[^{}\n]{0,80}(?i:auth|header|bearer|token)[^{}\n]{0,40}\{"
            r"(?:[^{}]{0,160}[\s,}])?",
            r"\s{0,4}(?:->|=>)",
        ),
        ("(", r"Some\(", r"\)\s?=>"),
        ("[", r"\[", r"\]\s?(?:<-|->|=>)"),  # a pattern of Elixir
        (
            "(,",
            r"\b(?i:starts_?with|start_with\?|has_?prefix)\((?:[^()\n]{1,60}(?:\([^()\n]{0,40}\))?,\s?)?",
            r"\s?\)",
        ),
        ("(", r"\b(?:z|v|string\(\))\.(?:literal|valid)\(\s?", r"\s?\)"),  # Zod, Valibot, Joi
    )
)
"""What is in front of a header and behind it where something checks it without an operator, behind
the last sign in front of it, space apart, if that is one of a few."""


class Header(NamedTuple):
    """An expression for a header at ``text[start:end]``, with the secret in it or the secret's
    name."""

    start: int
    end: int
    is_literal: bool
    secret_start: int
    secret_end: int


def headers_in(text: str) -> Iterator[Header]:
    """Every expression that makes a header out of a literal or of one name."""
    for position in occurrences(text, BEARER):
        near = text[max(0, position - QUOTE_REACH) : position]
        if not any(map(near.__contains__, QUOTES)):
            continue
        front = _quote_in_front(text, position)
        if front is None:
            continue
        behind = position + len(BEARER)
        start = front.start()
        quote = front["q"]
        patterns = (_FILLED_IN, _CONCATENATED, _FORMATTED, _DEFAULT, _LITERAL)
        for pattern in (_OF_LISP,) if front["format"] == "(str " else patterns:
            found = pattern.match(text, behind, behind + LONGEST_SECRET + EXPRESSION_REACH)
            if found is None:
                continue
            groups = found.groupdict()
            if (groups["q"] or groups.get("r")) != quote:
                continue
            group = next(each for each in ("value", "plain", "name") if groups.get(each))
            if group == "value" or not _LOOKS_UP.match(found[group]):
                yield Header(start, found.end(), group == "value", *found.span(group))
            break


def _quote_in_front(text: str, position: int) -> re.Match[str] | None:
    begin = max(0, position - EXPRESSION_REACH)
    if not any(map(text[begin:position].__contains__, _FORMATTERS)):
        begin = max(0, position - QUOTE_ALONE)
    return _QUOTE_IN_FRONT.search(text, begin, position)


def is_checked(text: str, header: Header) -> bool:
    """Whether the header is compared with something on the spot."""
    return (
        is_compared(text, header.start, header.end)
        or _is_in_context(text, header)
        or is_member(text, header.start, header.end)
    )


def _is_in_context(text: str, header: Header) -> bool:
    begin = max(0, header.start - CONTEXT_REACH)
    sign = text[begin : header.start].rstrip()[-1:]
    return any(
        after.match(text, header.end) and before.search(text, begin, header.start)
        for signs, before, after in _CONTEXTS
        if not signs or sign in signs
    )
