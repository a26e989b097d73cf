"""Random values beside the name of a secret, with nothing but markup and a word between them.

People write that way in documents, tables, pages and messages: a heading and a block of code, a
term and its description, "`name` - `value`". No grammar says that one is the other's value, so only
what looks random counts.
"""

from __future__ import annotations

import re
from itertools import pairwise

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.expressions import is_made_of_words
from keyguard.detect.webhook.non_values.value_kinds import looks_random
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

NEAR = 300
"""Characters between a name and a value at most."""
LONGEST_RANDOM = 200
FEWEST_CHANGES = 4
"""Changes between adjacent letters and digits: ``a1b2c`` has four.

Words with numbers have fewer, and so have versions, as signs join their parts.
"""
_TAG = r"<[/A-Za-z][^<>\n]{0,160}>"
_LATEX = r"\}\{|\}?[ ]?&[ ]?|\\(?:texttt|textbf|verb|code|emph)[{|]|\}:?[ ]?"
_FENCE = r"(?:`{3}|~{3})[a-z]{0,12}\r?\n"
_WORDS = (
    r"(?:is(?:[ ]now|[ ]set[ ]to)?|to|as|now|are|be|was|from|value|code|replace|equals|becomes"
    r"|(?:changed|rotated|reset|moved|set)(?:[ ](?:from|to))"
    r"|ist|lautet|est|es|é|olan)(?=[\s:`*\"'])"
)
_ASIDE = r"[(\[][\w ,.-]{1,30}[)\]]"
_CELL = r"\|[ \t]{0,40}[A-Za-z][a-z]{0,19}(?:[ ][a-z]{1,20}){0,2}[ \t]{0,40}(?=\|)"
BETWEEN = lazy_pattern(
    rf"(?:{_TAG}|{_FENCE}|{_LATEX}|{_CELL}|(?<![A-Za-z]){_WORDS}|{_ASIDE}|->|=>|→|[=:]{{1,3}}"
    r"|[`*_\"'|~>#.+([-]{1,60}|[ \t]{1,60}|\r?\n){1,24}"
)
_RANDOM = lazy_pattern(
    rf"(?<![\w+/=.@$-])(?P<value>[A-Za-z0-9][A-Za-z0-9+/_.-]{{18,{LONGEST_RANDOM}}}[A-Za-z0-9=_-]={{0,2}})"
    r"(?=[`*_\"'|~<)}\],;!?\\]*(?:\s|[<|}`\"'.,;)]|\Z))(?![`*]?(?:\.\.|…|\())"
)
_UNBROKEN = lazy_pattern(r"[A-Za-z0-9]{12}")
_VERSION = lazy_pattern(r"[0-9]\.[0-9]")
_NUMBERED = lazy_pattern(r"[0-9a-f]{40}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Names of commits and of rows are written behind all that people speak of."""
_SETS = lazy_pattern(r"[=:|>]|\b(?:is|to|was|value)\b|→")
_LABEL = lazy_pattern(r"(?:[\W_]*|[\W_]*(?:[^\W_]+[\W_]+){1,3})")
_BEGINS_TAG = lazy_pattern(r"<(?P<closes>/)?(?:[\w-]{1,12}:)?\Z")
_MAKES = lazy_pattern(
    r"\b(?:check|compute|generate|hash|sign|validate|verif(?:y|ies)|with|by|without)(?:e?[sd]|ing)?\b",
    re.IGNORECASE,
)
"""What is done by means of a secret: what follows is what comes of that."""


def value_nearby(text: str, named: Named) -> TextAt | None:
    """A random value that only markup separates from the name before it, and where it begins."""
    between = BETWEEN.match(text, named.end, min(len(text), named.end + NEAR))
    found = _RANDOM.match(text, between.end()) if between else None
    if between is None or found is None or not is_random(found["value"]):
        return None
    tag = _BEGINS_TAG.search(text, max(0, named.start - 20), named.start)
    if tag and (tag["closes"] or "</" in between[0]):
        return None  # it is in another element
    line = text[max(0, named.start - NEAR) : named.start].rpartition("\n")[2]
    if "\n" in between[0] and (between[0].count("|") > 2 or not _LABEL.fullmatch(line)):
        return None
    if _MAKES.search(line) or (
        _NUMBERED.fullmatch(found["value"]) and not _SETS.search(between[0])
    ):
        return None
    return found["value"], found.start("value")


def is_random(value: str) -> bool:
    """Whether letters and digits alternate too often for words, numbers and versions."""
    if not (looks_random(value) and _UNBROKEN.search(value)) or _VERSION.search(value):
        return False
    if is_made_of_words(value):
        return False
    pairs = (a.isdigit() != b.isdigit() for a, b in pairwise(value) if a.isalnum() and b.isalnum())
    return sum(pairs) >= FEWEST_CHANGES
