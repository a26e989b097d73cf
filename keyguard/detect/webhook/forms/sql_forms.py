"""The ways in which SQL gives a name a value: variables, members of JSON, secrets of the server."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import GAP, PREFIX, QUOTED

SQL_FORMS = (
    form(
        "a variable with a type behind its name, in SQL and ABAP",
        "DECLARE @webhook_secret NVARCHAR(64) = N'«literal»'",
        "c_webhook_secret CONSTANT VARCHAR2(64) := '«literal»';",
        "CONSTANTS c_webhook_secret TYPE string VALUE '«literal»'.",
        after=(
            r"\s{1,20}(?i:(?:constant\s{1,4})?(?:n?(?:var)?char2?|text|type\s{1,4}\w{1,20})"
            rf"(?:\s?\(\w{{1,8}}\))?\s{{0,20}}(?::?=|\bvalue\b)){GAP}{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "an argument behind the name, in a function of SQL that makes JSON or sets a member of it",
        "json_build_object('url', u, 'webhook_secret', '«literal»')",
        "JSON_SET(data, '$.webhook_secret', '«literal»')",
        "jsonb_set(data, '{webhook_secret}', '\"«literal»\"')",
        "JSON_OBJECT('webhook_secret' VALUE '«literal»')",
        "hstore('webhook_secret', '«literal»')",
        before=r"(?i:jsonb?_?(?:build_)?(?:object|set|insert|replace|modify)|hstore)\s?\([^();]{0,80}'(?:\$\.|\{)?(?:\w{1,40}[.,])?",
        after=rf"\}}?'(?:\s{{0,4}}[,:]|\s{{1,4}}(?i:value))\s{{0,20}}{QUOTED}",
    ),
    form(
        "a secret or a credential that SQL creates",
        "CREATE SECRET webhook_secret TYPE = GENERIC_STRING SECRET_STRING = '«literal»';",
        "CREATE CREDENTIAL [webhook_secret] WITH IDENTITY = 'x', SECRET = '«literal»';",
        before=r"(?i:secret|credential)\s{1,4}(?i:if\snot\sexists\s)?[\"`\[]?(?:\w{1,40}\.)?",
        after=rf"[\"`\]]?\s{{1,20}}[^;]{{0,120}}?\b(?i:secret(?:_string)?)\s{{0,4}}=\s{{0,4}}N?{QUOTED}",
    ),
)
"""Of several that match, the first one counts."""
