"""The ways in which programs print what they hold, and people say it, without quotes."""

from __future__ import annotations

from keyguard.detect.webhook.form import form
from keyguard.detect.webhook.form_parts import QUOTED

_MIXED = r"(?=[^\s\"'`]{0,200}[0-9])(?=[^\s\"'`]{0,200}[A-Za-z])"
_TECHNICAL = (
    r"(?![A-Z]{2,10}-[0-9]{1,6}(?!\w)|[0-9]{4}-[0-9]{2}-|v[0-9]|[A-Z0-9]{1,20}_[A-Z0-9_]{1,60}(?!\w)"
    r"|[^\s]{0,80}\.\.|[a-z]{1,20}/)"
    r"(?![^\s]{0,80}(?i:base64|sha|hs256|aes|rsa|md5|byte|char|bit"
    r"|encod|encrypt|hash|sign|utf|hmac))"
)
"""Ahead of what says how a secret is made, what is wrong with it, or where it is: a ticket, a date,
a version, another name, the beginning of a value, a path."""
_WORD = rf"{_MIXED}{_TECHNICAL}(?P<bare>[^\s\"'`,;(){{}}\[\]<>\\=|]{{8,512}}?)"

PRINTED_FORMS = (
    form(
        "a member as PHP prints it",
        "    [webhook_secret] => «literal»\n",
        "    [webhookSecret:protected] => «literal»\n",
        before=r"(?:\A|\n|\\n)[ \t]{0,60}\[",
        after=(
            r"(?::[\w\\]{1,80}){0,2}\][ ]=>[ ](?!Array\b)(?P<bare>[^\s\"'`\\]{1,512})"
            r"(?=[ \t]{0,8}(?:\r?\n|\\n|\Z))"
        ),
    ),
    form(
        "a sentence that says it",
        "the webhook secret is «literal-1» by the way",
        "Webhook Secret (staging): «literal-1»",
        "- Webhook secret → «literal-1»",
        "- **Webhook Secret**: `«literal-1»`",
        name=r"[ ]|\A[A-Z][A-Z0-9_]{1,80}\Z",
        after=(
            r"(?:\s\([\w ]{1,20}\))?(?:\s(?:is(?:\snow)?|→|->|=>)\s?:?\s|\*{0,2}:\*{0,2}\s)`?"
            rf"{_WORD}(?=[.!,;)]?(?:\s|\\n|[\"'`]|\Z))"
        ),
    ),
    form(
        "a header whose values are a list",
        '{"x-webhook-secret": ["«literal»"]}',
        'http.Header{"X-Webhook-Secret":[]string{"«literal»"}}',
        name=r"(?i:\A(?:http_)?x[-_])",
        after=rf"[\"']\s{{0,4}}:\s{{0,4}}(?:\[\]string)?[\[{{]\s{{0,60}}{QUOTED}",
    ),
    form(
        "a header whose values are rows, as in cassettes of VCR",
        "X-Webhook-Secret:\n- «literal»\n",
        name=r"(?i:\A(?:http_)?x[-_])",
        after=(
            r"[\"']?:[ \t]{0,4}\r?\n[ \t]{0,60}-[ \t]{1,4}[\"']?"
            r"(?P<bare>[^\s\"'`{}\[\]]{1,512})[\"']?[ \t]{0,8}(?=\r?\n|\Z)"
        ),
    ),
    form(
        "a header as Go prints it",
        "map[X-Webhook-Secret:[«literal»] Host:[shop]]",
        name=r"(?i:\A(?:http_)?x[-_])",
        after=r":\[(?P<bare>[^\s\"'`{}\[\]]{1,512})\]",
    ),
)
"""Of several that match, the first one counts."""
