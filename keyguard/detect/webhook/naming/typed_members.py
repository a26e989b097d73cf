"""Secrets beside a member that makes the whole element a webhook: ``type: webhook``.

The element is whatever the same brackets enclose, or the same block of YAML; HCL and TOML have
lines of their own. A value that only looks like another object's name is none: ``secret:
webhook-tls``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.model.patterns import lazy_pattern

BESIDE_REACH = 240
"""Characters on either side of the member in which its neighbours are looked for."""
LONGEST_MEMBER = 60
"""Characters of the member in front of the word."""

_ANCHOR = lazy_pattern(r"hook(?=[\"']?(?:(?:[\s,;}\]]|\Z)))")
_MEMBER = lazy_pattern(
    r"(?P<line>(?:\A|\n)(?P<indent>[ \t]{0,40}(?:- )?))?(?<![\w.$-])(?P<q>[\"']?)"
    r"(?i:(?:\w{1,20}_)?(?:type|kind|name|channel|provider|trigger|plugin|transport|driver|service))(?P=q)"
    r"\s{0,4}(?P<sign>:|=>|=)[ ]?[\"']?[wW]eb\Z"
)
_SECRET = lazy_pattern(
    r"(?<![\w.$-])[\"']?(?P<key>(?i:(?:signing|shared|hmac|webhook)?[-_]?secret(?:[-_]?key)?))"
    r"[\"']?\s{0,20}(?::|=>|=)"
    r"(?![ \t]{0,4}[\"']?(?:[a-z]{1,30}(?:-[a-z]{1,30}){1,8}"
    r"|[a-z_]{0,60}(?:hook|cert|tls)[a-z_]{0,60})[\"']?\s{0,4}(?:[,}\n]|\Z))"
)
_BRACKET = lazy_pattern(r"[{}\[\]]")


def keys_beside(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """The keys of secrets in elements that have such a member."""
    if "hook" not in lower or "ecret" not in lower:
        return
    for anchor in _ANCHOR.finditer(lower):
        first = max(0, anchor.start() - LONGEST_MEMBER)
        if member := _MEMBER.search(text, first, anchor.start()):
            found = _SECRET.finditer(text, *element_around(text, member))
            yield from (each.span("key") for each in found)


def element_around(text: str, member: re.Match[str]) -> tuple[int, int]:
    """Where the element that a member is in begins and ends."""
    first = max(0, member.start() - BESIDE_REACH)
    last = min(len(text), member.end() + BESIDE_REACH)
    opening = _unclosed(text, first, member.start())
    if opening is not None:
        return opening, _closed(text, member.end(), last)
    if member["line"] is None or (member["sign"] == ":" and member["q"]):
        return member.end(), member.end()
    return _block(text, member, first, last)


def _unclosed(text: str, first: int, last: int) -> int | None:
    """Where the innermost bracket opens that is not closed in ``text[first:last]``."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text, first, last):
        if bracket[0] in "{[":
            opened.append(bracket.end())
        elif opened:
            opened.pop()
    return opened[-1] if opened else None


def _closed(text: str, first: int, last: int) -> int:
    """Where a bracket closes that is not opened in ``text[first:last]``; the end without one."""
    depth = 1
    for bracket in _BRACKET.finditer(text, first, last):
        depth += 1 if bracket[0] in "{[" else -1
        if not depth:
            return bracket.start()
    return last


def _block(text: str, member: re.Match[str], first: int, last: int) -> tuple[int, int]:
    """The lines around a member that are indented as far, up to another item or table."""
    column = len(member["indent"])
    begin, end = member.end("line") - column, member.end()
    begins_item = "-" in member["indent"]
    for line in reversed(text[first:begin].splitlines(keepends=True)):
        if begins_item or not _is_within(line, column):
            break
        begin -= len(line)
        begins_item = line[column - 2 : column] == "- "
    own, *others = text[end:last].splitlines(keepends=True) or [""]
    end += len(own)
    for line in others:
        if line[column - 2 : column] == "- " or not _is_within(line, column):
            break
        end += len(line)
    return begin, end


def _is_within(line: str, column: int) -> bool:
    """Whether a line is empty, or indented as far, and no header of a table."""
    front = line[:column].replace("- ", "  ")
    return not line.strip() or (not front.strip() and not line.startswith("["))
