"""A name and its value in two members of one thing.

Headers of Postman and Insomnia, parameters of AWS and Terraform, neighbouring cells of a
spreadsheet or of a table in a document.
"""

from __future__ import annotations

import re

from keyguard.detect.webhook.forms.form import BEFORE, WINDOW
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.literal_first import LONGEST_LITERAL
from keyguard.detect.webhook.values.sql_insert import is_about_setting
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_MEMBER = r"\"\w{1,30}\"\s?:\s?(?:\"[^\"\n]{0,120}\"|true|false|null|\d{1,12})\s{0,60},\s{0,60}"
_VALUE = r"\"(?:\w{1,20}V|v)alue\"\s?:\s?\"(?P<value>[^\"\n\\]{1,512})\""
_NAME = r"\"(?:\w{0,20}[nN]ame|\w{0,20}[kK]ey)\"\s?:\s?\"[\w./-]{0,80}"
_ROW = r"\r?\n[ \t]{1,40}(?!- |[vV]alue:)\w{1,30}:[^\n]{0,200}"
_SETTING = r"[ \t]{0,40}\w{1,30}[ \t]{0,20}=[^\n{}]{1,204}\n"
_STRING = r"=\s{0,4}\"(?P<value>[^\"\n]{1,512})\""
_RANDOM = r"(?=(?:[^\s0-9]{0,160}[0-9]){3})"
"""Ahead of what nobody thought up, with 20 characters at least."""
_CELL_ENDS = r"</(?:w:tc|a:tc|si|c|table:table-cell)>"


class Pair(NamedTuple):
    """A form with expressions for the text in front of a name and behind it; one has a group
    ``value``."""

    title: str
    sign: str
    """A text that is in front of the name wherever this pair is."""
    follows: str
    """Texts one of which is right behind the name, a blank for any white space; empty if anything
    may be."""
    before: re.Pattern[str]
    after: re.Pattern[str]
    examples: tuple[str, ...]
    """Examples, each with «» around the value."""
    value_first: bool
    """Whether the value is in front of the name."""

    def find(self, text: str, named: Named) -> re.Match[str] | None:
        """The match in the part of this pair that has the value."""
        begin = max(0, named.start - (LONGEST_LITERAL if self.value_first else 2 * BEFORE))
        if self.sign and text.find(self.sign, begin, named.start) < 0:
            return None
        after = self.after.match(text, named.end, named.end + WINDOW)
        if after is None:
            return None
        before = self.before.search(text, begin, named.start)
        return before if before is None or self.value_first else after


def _pair(
    title: str, *examples: str, sign: str = "", follows: str, before: str, after: str
) -> Pair:
    in_front, behind = lazy_pattern(rf"(?:{before})\Z"), lazy_pattern(after)
    return Pair(title, sign, follows, in_front, behind, examples, "(?P<value>" in before)


PAIRS = (
    _pair(
        "members of an object, the name first",
        '{"key": "webhook_secret", "enabled": true, "description": "x", "value": "«literal»"}',
        '{"ParameterKey": "WebhookSecret", "ParameterValue": "«literal»"}',
        follows='"',
        before=_NAME,
        after=rf"\"\s{{0,60}},\s{{0,60}}(?:{_MEMBER}){{0,6}}{_VALUE}",
    ),
    _pair(
        "members of an object, the value first",
        '{"value": "«literal»", "type": "text", "key": "webhook_secret"}',
        sign="alue",
        follows='"',
        before=rf"{_VALUE}\s{{0,60}},\s{{0,60}}(?:{_MEMBER}){{0,6}}{_NAME}",
        after=r"\"",
    ),
    _pair(
        "what a row is looked for by, and what is set in it",
        "updateOne({ key: 'webhook_secret' }, { $set: { value: '«literal»' } })",
        "updateOrCreate(['key' => 'webhook_secret'], ['value' => '«literal»'])",
        'update_or_create(key="webhook_secret", defaults={"value": "«literal»"})',
        "where('key', 'webhook_secret')->update(['value' => '«literal»'])",
        "find_or_create_by(key: 'webhook_secret') { |row| row.value = '«literal»' }",
        follows="\"'",
        before=r"\b(?:key|name|slug|code|path|option)[\"']?\s{0,4}(?:=>|[:=,])\s{0,4}[\"'][\w./-]{0,40}",
        after=(
            r"[\"']\s{0,8}(?:[)\]}]|,\s{0,8}defaults\b)[^;\n]{0,60}?[\W_]value[\"']?\s?(?:=>|[:=])\s?"
            r"(?P<q>[\"'])(?P<value>[^\"'\n\\]{1,512})(?P=q)"
        ),
    ),
    _pair(
        "parameters of a procedure",
        "EXEC set_setting @name = N'webhook_secret', @value = N'«literal»'",
        sign="@",
        follows="'",
        before=r"@\w{0,20}(?i:name|key)\s?=\s?N?'[\w./-]{0,40}",
        after=r"'\s?,\s{0,20}@\w{0,20}(?i:value)\s?=\s?N?'(?P<value>[^'\n]{1,512})'",
    ),
    _pair(
        "a column and a value of a migration of Entity Framework",
        'UpdateData(table: "Hooks", keyValue: 1, column: "WebhookSecret", value: "«literal»")',
        sign="column:",
        follows='"',
        before=r"\bcolumn:\s{1,4}\"",
        after=r"\"\s?,\s{0,40}value:\s{1,4}@?\"(?P<value>[^\"\n\\]{1,512})\"",
    ),
    _pair(
        "a pair in brackets, where only what looks random is no label",
        "new Map([['webhook_secret', '«literal-of-4-9-cells-3»']])",
        follows="\"'",
        before=r"[\[,]\s{0,40}\[\s{0,4}[\"']",
        after=rf"[\"'],\s?[\"'](?P<value>{_RANDOM}[^\s\"']{{20,512}})[\"']\s{{0,4}}\]",
    ),
    _pair(
        "a rule of Node-RED",
        '{"t": "set", "p": "webhookSecret", "pt": "flow", "to": "«literal»", "tot": "str"}',
        follows='"',
        before=r"\"p\"\s?:\s?\"[\w.]{0,40}",
        after=(
            r"\"\s{0,40},\s{0,40}\"pt\"\s?:\s?\"\w{1,10}\"\s{0,40},\s{0,40}"
            r"\"to\"\s?:\s?\"(?P<value>[^\"\n\\]{1,512})\"\s{0,40},\s{0,40}\"tot\"\s?:\s?\"str\""
        ),
    ),
    _pair(
        "rows of YAML, the name first",
        "- name: X-Webhook-Secret\n  description: of the panel\n  value: «literal»",
        "- ParameterKey: WebhookSecret\n  ParameterValue: «literal»",
        "Properties:\n  Name: /shop/webhook-secret\n  Type: String\n  Value: «literal»",
        follows="\"' ",
        before=r"(?:\b[nN]ame|\bkey|ParameterKey):[ \t]{1,4}[\"']?[\w./-]{0,80}",
        after=(
            rf"[\"']?[ \t]{{0,20}}(?:{_ROW}){{0,5}}\r?\n[ \t]{{1,40}}"
            r"(?:[vV]alue|ParameterValue|default):[ \t]{1,4}"
            r"(?:[>|][+-]?[ \t]{0,20}\r?\n[ \t]{1,40})?"
            r"(?P<q>[\"']?)(?P<value>[^\s\"']{1,512})(?P=q)[ \t]{0,20}(?=\r?\n|\Z)"
        ),
    ),
    _pair(
        "a credential that Jenkins is configured with",
        '- string:\n    id: "webhook-secret"\n    secret: «literal»',
        follows="\"' \n",
        before=r"\bid:[ \t]{1,4}[\"']?[\w./-]{0,80}",
        after=(
            rf"[\"']?[ \t]{{0,20}}(?:{_ROW}){{0,5}}\r?\n[ \t]{{1,40}}secret:[ \t]{{1,4}}"
            r"(?P<q>[\"']?)(?P<value>[^\s\"']{1,512})(?P=q)[ \t]{0,20}(?=\r?\n|\Z)"
        ),
    ),
    _pair(
        "rows of YAML, the value first",
        "- value: «literal»\n  id: pair_1\n  name: X-Webhook-Secret",
        sign="alue",
        follows="",
        before=(
            r"\bvalue:[ \t]{1,4}(?P<q>[\"']?)(?P<value>[^\s\"']{1,512})(?P=q)[ \t]{0,20}"
            rf"(?:{_ROW}){{0,5}}\r?\n[ \t]{{1,40}}(?:name|key):[ \t]{{1,4}}[\"']?"
        ),
        after="",
    ),
    _pair(
        "settings of Terraform, the name first",
        'name = "/shop/webhook_secret"\n  type = "SecureString"\n  value = "«literal»"\n',
        follows='"',
        before=r"name\s{0,20}=\s{0,4}\"[\w./-]{0,120}",
        after=rf"\"[ \t]{{0,20}}\r?\n(?:{_SETTING}){{0,6}}?[ \t]{{0,40}}"
        rf"(?:\w{{0,20}}value|secret_string|secret_data|secret_text)\s{{0,20}}{_STRING}",
    ),
    _pair(
        "a resource of Terraform",
        'resource "aws_ssm_parameter" "webhook_secret" {\n  value = "«literal»"\n}',
        'resource "github_actions_secret" "webhook_secret" {\n  plaintext_value = "«literal»"\n}',
        follows='"',
        before=r"resource\s{1,4}\"\w{0,60}(?:parameter|secret|variable|setting)\w{0,30}\"\s{1,4}\"[\w-]{0,60}",
        after=(
            rf"\"\s{{0,4}}\{{[ \t]{{0,20}}\r?\n(?:{_SETTING}){{0,8}}?[ \t]{{0,40}}"
            rf"(?:value|plaintext_value|secret_string|secret_data)\s{{0,20}}{_STRING}"
        ),
    ),
    _pair(
        "options of a command line",
        'aws ssm put-parameter --name /shop/webhook_secret --type SecureString --value "«literal»"',
        "aws secretsmanager create-secret --name webhook_secret --secret-string «literal»",
        sign="--",
        follows="",
        before=r"--(?:name|secret-id)[ =][\"']?[\w./-]{0,80}",
        after=(
            r"[\"']?[^\n|;&]{0,120}?\s--(?:value|secret-string)[ =]"
            r"(?P<q>[\"']?)(?P<value>[^\s\"'$]{1,512})(?P=q)(?=\s|\Z)"
        ),
    ),
    _pair(
        "neighbouring cells",
        "<si><t>WEBHOOK_SECRET</t></si><si><t>«literal-1»</t></si>",
        "<w:tc><w:t>WEBHOOK_SECRET</w:t></w:tc><w:tc><w:p><w:t>«literal-1»</w:t></w:p></w:tc>",
        follows="< ",
        before=r">\s{0,8}",
        after=(
            rf"\s{{0,8}}</(?:(?:\w{{1,4}}:)?t|text:p)>(?:\s{{0,8}}<[^<>]{{0,240}}>){{0,6}}?\s{{0,8}}{_CELL_ENDS}"
            r"(?:\s{0,8}<[^<>]{0,240}>){1,16}\s{0,8}"
            r"(?P<value>(?=[^<>]{0,512}[0-9])(?=[^<>]{0,512}[A-Za-z])[^<>\s]{8,512})"
            r"\s{0,8}</(?:(?:\w{1,4}:)?t|text:p)>"
        ),
    ),
    _pair(
        "a name and a value in a paragraph of a document",
        "<w:t>WEBHOOK_SECRET=</w:t></w:r><w:r><w:t>«literal-1»</w:t>",
        "<w:t>Webhook secret: «literal-1»</w:t>",
        sign=">",
        follows="=: ",
        before=r">[^<>]{0,80}",
        after=(
            r"\s?[=:]\s?(?:</(?:w:|a:)t>(?:\s{0,8}<[^<>]{0,240}>){1,10}\s{0,8})?"
            r"(?P<value>(?=[^<>]{0,512}[0-9])(?=[^<>]{0,512}[A-Za-z])[^<>\s]{8,512})\s{0,8}</(?:w:|a:)t>"
        ),
    ),
    _pair(
        "cells with others between them, where only what looks random is no text",
        "<si><t>WEBHOOK_SECRET</t></si><si><t>text</t></si><si><t>«4-9-literal-of-cells-3»</t></si>",
        follows="< ",
        before=r">\s{0,8}",
        after=(
            rf"\s{{0,8}}</(?:(?:\w{{1,4}}:)?t|text:p)>(?:\s{{0,8}}<[^<>]{{0,240}}>){{0,6}}?\s{{0,8}}{_CELL_ENDS}"
            r"(?:[^<>]{0,120}<[^<>]{0,80}>){1,60}?\s{0,8}"
            rf"(?P<value>{_RANDOM}[^<>\s]{{20,512}})\s{{0,8}}</(?:(?:\w{{1,4}}:)?t|text:p)>"
        ),
    ),
    _pair(
        "a row of SQL among others that are set by their names",
        "SET value = CASE name WHEN 'url' THEN 'x' WHEN 'webhook_secret' THEN '«literal-1»' END",
        sign="WHEN",
        follows="'",
        before=r"value[`\"\]]?\s?=\s?CASE\s[^;]{0,200}\bWHEN\s{1,4}(?:\w{1,40}\s?=\s?)?N?'[\w.:/-]{0,40}",
        after=r"'\s{1,20}THEN\s{1,20}N?'(?P<value>[^'\n]{1,512})'",
    ),
    _pair(
        "columns of a row that SQL makes up",
        "USING (SELECT 'webhook_secret' AS name, '«literal-1»' AS value) s",
        sign="SELECT",
        follows="'",
        before=r"\bSELECT\s{1,20}[^;]{0,120}'[\w.:/-]{0,40}",
        after=(
            r"'\s{1,4}(?i:AS)\s{1,4}[\"`\[]?\w{0,20}(?i:name|key)[\"`\]]?\s?,\s{0,20}N?'(?P<value>[^'\n]{1,512})'"
            r"\s{1,4}(?i:AS)\s{1,4}[\"`\[]?\w{0,20}(?i:value)\b"
        ),
    ),
    _pair(
        "neighbouring values of a row of SQL",
        "INSERT INTO settings VALUES\n(2, 'webhook_secret', '«literal-1»');",
        "INSERT [Settings] ([Id], [Name], [Value]) VALUES (1, N'webhook_secret', N'«literal-1»')",
        follows="'",
        before=(
            r"(?:VALUES|\n|\),)\s{0,8}\((?:(?:\d{1,20}|NULL|N?'[^'\n]{0,60}'),\s?){0,3}N?'[\w.:/-]{0,40}"
        ),
        after=(
            r"',\s?N?'(?P<value>(?=[^'\n]{0,512}[0-9])(?=[^'\n]{0,512}[A-Za-z])[^'\s]{8,512})'\s?[,)]"
        ),
    ),
    _pair(
        "neighbouring cells of a line of CSV or of COPY, where only what looks random is no text",
        "2,webhook_secret,«literal-of-4-9-cells-3»",
        "webhook_secret\t«literal-of-4-9-cells-3»\tt",
        follows='" ,;',
        before=r"(?:\A|\n)(?:\"?[\w-]{0,40}\"?(?P<mark>[\t,;])){0,3}\"?[\w./-]{0,40}",
        after=rf"\"?[\t,;]\"?(?P<value>{_RANDOM}[^\s,;\"]{{20,512}})\"?(?=[\t,;\r\n]|\Z)",
    ),
)
"""Of several that match, the first one counts."""


def paired(text: str, named: Named) -> TextAt | None:
    """The value in another member than its name, and where it begins."""
    behind = text[named.end : named.end + 1]
    kind = " " if behind.isspace() else behind
    pairs = (pair for pair in PAIRS if not pair.follows or kind in pair.follows)
    found = next(filter(None, (pair.find(text, named) for pair in pairs)), None)
    if found is None or is_about_setting(text, named, found.start("value")):
        return None
    return found["value"], found.start("value")
