"""The ways in which people say what a secret is: "the webhook secret is literal-1".

By its looks, ``hunter2-hook`` could be the name of a package. What tells is the sentence: it ends
with a value, or goes on as a clause may, and a word that another follows is about the secret, as in
"is better-sqlite3 driver", "is 32-bytes long". A value in a code span is marked, and what nobody
thought up needs no grammar (``nearby.py``).
"""

from __future__ import annotations

import re

from keyguard.detect.webhook.forms.form import Forms, form
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.expressions import is_identifier, is_made_of_words
from keyguard.model.patterns import lazy_pattern

_MIXED = r"(?=[^\s\"'`]{0,200}[0-9])(?=[^\s\"'`]{0,200}[A-Za-z])"
_NAMES_ANOTHER = (
    r"(?![A-Z]{2,10}-[0-9]{1,6}(?!\w)|[0-9]{4}-[0-9]{2}-|v[0-9]|[A-Z0-9]{1,20}_[A-Z0-9_]{1,60}(?!\w)"
    r"|[^\s]{0,80}(?:\.\.|[0-9]\.[0-9]|-v[0-9]{1,3}(?!\w))|[^\s]{0,80}[A-Za-z0-9](?:[/@#]|::?)[A-Za-z0-9]"
    r"|[#^/]|[a-z0-9-]{1,40}\.[a-z])"
    r"(?![^\s]{0,80}(?<![A-Za-z])(?i:base64|sha[-0-9]|hs256|aes|rsa|md5|utf|hmac))"
)
"""Ahead of a ticket, a date, a version, a variable, the beginning of a value, a path, an address, a
name that is parted by signs, an algorithm."""
_VALUE = _MIXED + _NAMES_ANOTHER
_SUFFIX = (
    "only|like|specific|compatible|native|style|critical|ready|safe|aware|free|wide|level|proof|grade"
    "|capable|friendly|agnostic|first|dependent|related|strong|long|wise|side|format|compliant|once|driven"
)
"""What makes an adjective of the words in front of it; behind it may be the mark of a footnote."""
_COUNTED = (
    "step|part|phase|tier|stage|level|day|week|round|chapter|section|item|option|plan|class|line|page"
    "|version|beta|alpha|task|milestone|sprint|release|point|question|case|rule|type|issue|pr|bug"
    "|team|ticket|slot|group|account|region|zone|figure|table|priority|attempt|fix|feat|feature|gh|cve|rfc"
)
"""What is numbered."""
_NO_FIELD = r"(?![Xx]-[A-Za-z]|\w{1,60}_v[0-9]{1,2}`)"
"""What is told to be entered is a value: no header of a request, and no version of a setting."""
_SAYS_HOW = (
    r"(?![0-9]{1,6}-?[A-Za-z]{2,40}(?![A-Za-z])(?![^\s]{0,80}[0-9])"
    r"|[^\s]{0,80}(?:[a-z]ed|[a-z]ing|able|ible)(?:-?[0-9]{1,3})?(?![A-Za-z-])"
    rf"|[^\s]{{0,80}}-(?i:{_SUFFIX})[0-9]?(?![A-Za-z0-9-])"
    r"|[^\s]{0,80}(?<![A-Za-z0-9])(?:[0-9]{1,4}|one|two|three|first|last)-(?:of|in|to|by|vs)-[0-9]{1,4}(?!\w)"
    r"|[^\s]{0,80}-[0-9]{1,4}-?(?:x|h|hrs?|m|min|d|days?|ms|[kmg]b|px|bits?|bytes?|chars?)(?![\w-])"
    rf"|(?i:{_COUNTED})-?[0-9]{{1,4}}(?:-[a-z]{{1,20}}){{0,3}}(?![\w-])"
    r"|[^\s]{0,60}(?<![A-Za-z0-9])(?i:as|at|by|from|in|not|on|see|since|to|until|via|with)-[A-Za-z0-9]"
    r"|(?i:per|non|pre|post|multi|single|cross|sub)-[a-z]{2,20}(?:-?[0-9]{1,3})?(?![\w-])"
    r"|[^\s]{0,80}(?<![A-Za-z])(?:hook|secret|token|key)s?(?:-[a-z0-9]{1,20}){1,3}(?!\w))"
)
"""Ahead of an amount, as in ``32-bytes`` and ``3rd-party``, of what is done with it or can be, and
of another name for it: https://en.wikipedia.org/wiki/Predicative_expression"""
_MAY_BE_VALUE = lazy_pattern(_NAMES_ANOTHER + _SAYS_HOW)
_SIGN = r"[^\s\"'`,;(){}\[\]<>\\=|]"
_ENDS = r"[ \t]{0,8}(?:\\[nr]|\r|\n|\Z|[\"'`|<])"
_CLAUSE = r"(?:for|in|on|by|btw|here|now|and|but|please|until|since)(?!\w)"
_GOES_ON = rf"[ \t](?:{_CLAUSE}|[-–—]|\((?![#\"])|#|//)"
_NEXT = r"[,;][ \t]{0,4}[A-Za-z][\w ]{0,30}[:=]"
_WORD = rf"(?P<bare>{_SIGN}{{8,512}}?)(?=[.!,;)*]{{0,4}}(?:{_ENDS}|{_GOES_ON})|{_NEXT})"
"""Up to the end of the sentence, or what it may go on with, or the next member of a list."""

FORMS = Forms(
    (
        form(
            "a sentence that says it",
            "the webhook secret is «literal-1» by the way",
            "Webhook Secret (staging): «literal-1»",
            "- Webhook secret → «literal-1»",
            "- **Webhook Secret**: `«literal-1!»`",
            name=r"[ ]|\A[A-Z][A-Z0-9_]{1,80}\Z",
            after=(
                r"(?:\s\([\w ]{1,20}\))?(?:\s(?:is(?:\snow)?|→|->|=>)\s?:?\s|\*{0,2}:\*{0,2}\s)"
                rf"(?:[`\"“]{_VALUE}(?P<value>{_SIGN}{{8,512}})[`\"”]|{_VALUE}{_SAYS_HOW}{_WORD})"
            ),
        ),
        form(
            "a sentence that tells to enter it",
            "3. Enter the webhook secret `«literal-1»`.",
            "Paste our webhook secret `«literal-1!»` there",
            name="[ ]",
            before=r"\b(?i:enter|paste|put|set|type|use)\s(?:in\s)?(?:(?:the|this|our|your)\s)?",
            after=rf"\s`{_NO_FIELD}{_VALUE}{_SAYS_HOW}(?P<value>{_SIGN}{{8,512}})`",
        ),
    )
)
"""Of a value that is the rest of its line it is the first word, so all else comes first."""


def names_another(word: str) -> bool:
    """Whether a word says what something else is called, or how a secret is used."""
    return _MAY_BE_VALUE.match(word) is None


def said(text: str, named: Named, in_code: bool) -> re.Match[str] | None:
    """The value that a sentence gives a name.

    ``in_code``: a word is a variable if its name has no spaces.
    """
    found = FORMS.fitting(text, named)
    word = found and found.groupdict().get("bare")
    if word and in_code and " " not in named.name:
        return None if is_identifier(word) or is_made_of_words(word) else found
    return found
