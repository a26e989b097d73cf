"""The ways in which people say what a secret is: "the webhook secret is literal-1"."""

from __future__ import annotations

import re

from keyguard.detect.webhook.expressions import is_identifier, is_made_of_words
from keyguard.detect.webhook.form import Forms, form
from keyguard.detect.webhook.names import Named

_MIXED = r"(?=[^\s\"'`]{0,200}[0-9])(?=[^\s\"'`]{0,200}[A-Za-z])"
_TECHNICAL = (
    r"(?![A-Z]{2,10}-[0-9]{1,6}(?!\w)|[0-9]{4}-[0-9]{2}-|v[0-9]|[A-Z0-9]{1,20}_[A-Z0-9_]{1,60}(?!\w)"
    r"|[^\s]{0,80}(?:\.\.|[0-9]\.[0-9]|-v[0-9]{1,3}(?!\w))|[a-z][a-z0-9]{0,20}/"
    r"|[0-9]{1,4}(?:st|nd|rd|th)(?!\w)|1[Pp]assword|k8s)"
    r"(?![^\s]{0,80}(?<![A-Za-z])(?i:base64|sha[-0-9]|hs256|aes|rsa|md5|bytes?(?![a-z])|bits?(?![a-z])"
    r"|char(?:s|acters?)?(?![a-z])|encod|encrypt|hash|sign(?:ed|ature)|utf|hmac))"
)
"""Ahead of what says how a secret is made, what is wrong with it, or where it is: a ticket, a date,
a version, another name, the beginning of a value, a path, an ordinal, a keeper of secrets."""
_SIGN = r"[^\s\"'`,;(){}\[\]<>\\=|]"
_WORD = rf"(?P<bare>{_SIGN}{{8,512}}?)(?=[.!,;)]?(?:\s|\\n|[\"'`]|\Z))"

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
                rf"(?=`?{_MIXED}{_TECHNICAL})(?:`(?P<value>{_SIGN}{{8,512}})`|{_WORD})"
            ),
        ),
    )
)
"""Of a value that is the rest of its line it is the first word, so all else comes first."""


def said(text: str, named: Named, in_code: bool) -> re.Match[str] | None:
    """What is said of a name. ``in_code``: a word is a variable if its name has no spaces."""
    found = FORMS.fitting(text, named)
    word = found and found.groupdict()["bare"]
    if word and in_code and " " not in named.name:
        return None if is_identifier(word) or is_made_of_words(word) else found
    return found
