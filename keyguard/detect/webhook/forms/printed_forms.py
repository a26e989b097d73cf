"""The ways in which programs print what they hold, without quotes."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import QUOTED

PRINTED_FORMS = (
    form(
        "a variable as Robot Framework logs that it is set",
        "<msg>${webhook_secret} = «literal»</msg>",
        '"*${webhook_secret} = «literal»"',
        before=r"(?:>|\"\*)\$\{",
        after=r"\}[ ]=[ ](?P<bare>[^\s\"'`<>${}&]{1,200})(?=[\"<])",
    ),
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
        "a header whose values are a list",
        '{"x-webhook-secret": ["«literal»"]}',
        'http.Header{"X-Webhook-Secret":[]string{"«literal»"}}',
        name=r"(?i:\A(?:http_)?x[-_])",
        after=rf"[\"']\s{{0,4}}:\s{{0,4}}(?:\[\]string\{{|\[)\s{{0,60}}{QUOTED}",
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
