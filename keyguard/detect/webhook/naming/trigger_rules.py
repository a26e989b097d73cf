"""Secrets in the rules of the program webhook: for signatures of payloads and values of headers.

https://github.com/adnanh/webhook/blob/master/docs/Hook-Rules.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.text.search import occurrences
from keyguard.detect.webhook.naming.typed_members import element_around
from keyguard.model.patterns import lazy_pattern

LONGEST_FRONT = 48
"""Characters in front of the word type, with the line's indentation."""

_TYPE = lazy_pattern(
    r"(?P<line>(?:\A|\n)(?P<indent>[ \t]{0,40}(?:- )?))?(?P<q>[\"']?)"
    r"(?<![\w.$-])type(?P=q)\s{0,4}(?P<sign>:)[ ]?[\"']?"
    r"(?:(?P<signs>payload-h(?:mac|ash)-sha\d{1,3})|value)(?![\w-])"
)
_HEADER = lazy_pattern(
    r"\bsource[\"']?\s{0,4}:[ ]?[\"']?header[\"']?,?\s{1,60}[\"']?name[\"']?\s{0,4}:[ ]?[\"']?"
    r"(?:authorization|[\w-]{0,40}(?:secret|token|key|auth)[\w-]{0,20})(?![\w-])",
    re.IGNORECASE,
)
_SECRET, _VALUE = (
    lazy_pattern(rf"(?<![\w.$-])(?P<key>{key})[\"']?\s{{0,4}}:(?=[ ]?[\"']?\w)")
    for key in ("secret", "value")
)


def keys_in_rules(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """The keys of secrets in rules of the program webhook."""
    if "payload-h" not in lower and not ("header" in lower and "source" in lower):
        return
    for position in occurrences(lower, "type"):
        member = _TYPE.search(text, max(0, position - LONGEST_FRONT), position + LONGEST_FRONT)
        if member is None:
            continue
        begin, end = element_around(text, member)
        if member["signs"]:
            yield from (key.span("key") for key in _SECRET.finditer(text, begin, end))
        elif _HEADER.search(text, begin, end) and (key := _VALUE.search(text, member.end(), end)):
            yield key.span("key")
