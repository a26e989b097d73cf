"""Whether what surrounds a short literal says that it is no value: a type, a label, a state.

``webhookSecret: "..."`` is the label of a field below ``labels``, a type in an interface, and
a secret in a configuration. What looks random is a secret in all of them, and not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from keyguard.detect.text.enclosing import REMEMBERED, enclosing_blocks, enclosing_brackets
from keyguard.detect.webhook.forms.form import BEFORE
from keyguard.detect.webhook.forms.form_parts import COMPARES_STORED
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.abbreviations import is_among_abbreviations
from keyguard.detect.webhook.non_values.value_kinds import is_prose, squeezed
from keyguard.model.patterns import lazy_pattern

NEIGHBOURS_REACH = 600
"""Characters around a value in which its neighbours are."""

_LABELS = frozenset({
    "label", "labels", "title", "titles", "placeholders", "translations", "translation",
    "messages", "i18n", "l10n", "locale", "locales", "strings", "texts", "captions", "tooltips",
    "hints", "help", "helps", "descriptions", "error", "errors", "errs", "icon", "icons", "columns",
    "types", "widget", "widgets", "order", "orders", "orderby", "ordering", "sort", "sorts",
    "sortby", "sorting", "names", "headings", "rules", "casts", "validations", "selectors", "ids",
    "aliases", "renames", "dictionary", "copy", "formatters", "masks", "operators",
    "statuses", "modes", "kinds", "helptext", "cachekeys", "storagekeys", "settingkeys",
    "querykeys", "permissions", "scopes", "abilities", "actions", "inputtypes",
    "activerecord", "activemodel",
})  # fmt: skip
"""What a mapping, or the function that fills it, is called if its members are about a secret."""
_SAYS = frozenset({
    "label", "labels", "error", "errors", "errs", "reject", "alias", "rename", "order", "sort",
    "translate", "title", "titles", "tooltip", "placeholder", "hint", "gettext", "i18n", "messages",
    "translations", "strings", "texts", "icons",
})  # fmt: skip
"""What a function, or an object that it belongs to, is called that says something about a field."""
_WORD = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*[a-z]*", re.ASCII)
_CASE = lazy_pattern(
    r"(?:^|[\s{;(|])(?:case\s{1,4}[\w.:]{0,60}[\"'`.:]?|when\s{1,4}(?:\w+::)?[\"'`:])\Z"
)
_PATTERN = lazy_pattern(r"[\"'`]?\)?\s{0,20}(?:=>|->)\s{0,20}[\"'`]\Z")
_KINDS_OF_FIELDS = frozenset({"password", "text", "textarea", "hidden", "string", "obscure"})
_ADDS_FIELD = lazy_pattern(
    r"(?i:field|input|column|control|element|type|add|->)\w{0,10}\(\s{0,20}[\"'`]\Z"
)
_REGISTERS = lazy_pattern(
    r"\b(?:register_\w{1,30}|add_(?:settings_\w{1,20}|action|filter|meta_box|shortcode)) ?\(\Z"
)
"""Functions of WordPress that are told of a setting: https://developer.wordpress.org/plugins/settings/"""
_TERNARY = lazy_pattern(r"\s\?\s{0,20}[\"'`]\Z")
_OTHERWISE = lazy_pattern(r"[\"'`]\s{0,20}:\s{0,20}[\"'`]")
_TITLE = lazy_pattern(
    r"(?:^|[\s.;{(])(?:describe|context|it|test|specify|scenario|feature|suite|[tb]\.Run|bench)"
    r"(?:\.\w{1,12}(?:\([^()\n]{0,40}\))?){0,2}(?:\(|[ \t])\s{0,4}"
    r"(?P<q>[\"'`])(?:(?!(?P=q))[^\n]){0,90}\Z"
)
"""The title of a test, as Jest, RSpec and Go have them, up to a name in it."""
_FILTERS = frozenset({
    "filter", "filters", "where", "conditions", "criteria", "query", "having", "sortable",
    "filterable", "searchable", "lookups",
})  # fmt: skip
"""What a mapping, or the function that takes it, is called if its words are operators."""
_OPERATOR = lazy_pattern(r"[A-Za-z]+(?:[_ ][A-Za-z]+){0,3}")
_COMMA = lazy_pattern(r"[\"'`],\s{0,40}[\"'`]\Z")
_NAME_OF_SECRET = lazy_pattern(r"(?=.*hook)(?=.*(?:secret|token|key))[a-z]+(?:_[a-z]+)+")
_ENUM_PATH = lazy_pattern(r"\b(?:[A-Z]\w{0,60}::|(?:Some|Ok|Just)\([\"'])\Z")
_TYPE_ALIAS = lazy_pattern(r"\b(?:type|typealias|class|interface|protocol|trait)\s{1,4}\Z")
_DECLARED = lazy_pattern(
    r"\b(?:abstract|const|declare|let|private|protected|public|readonly|static|var)\s{1,4}\Z"
)
_LITERAL_TYPE = lazy_pattern(r"\s{0,4}[?!]?:\s{0,20}[\"'`]\Z")
_GIVEN = (
    ("(", lazy_pattern(r"(?P<callee>[\w$.>()-]{1,60})\(\s{0,20}[\"'`:]?\Z")),
    ("[", lazy_pattern(r"(?P<callee>[\w$.]{1,60})\[[\"'`:]\Z")),
)
"""What ends where a name begins that a call or an index is given, each behind its bracket."""
_IN_STORE = lazy_pattern(rf"\b{COMPARES_STORED}\([^()\n]{{0,120}}\Z")
LONGEST_OPENING = 22
"""Characters from the opening bracket to the name."""
_FIELD_OF_A_FORM = lazy_pattern(r"(?:[a-z]Field|\b(?:z|t|v|s|Type)\.[lL]iteral)\(\s{0,4}[\"']\Z")
"""The label of a field of Django and WTForms, and a literal type of zod, io-ts and TypeBox."""

_TYPES = lazy_pattern(r"\binterface\s+\w|\btype\s+\w+(?:<[^=]*>)?\s*=[^=>()]*[{\[(]\Z")
_ENUM = lazy_pattern(r"\benum\b(?!\s*=)")
_ENUM_OF_RAILS = lazy_pattern(r"\benum\s:?\w{1,60}[,:]\s[^;{}]{0,60}\Z")
_DECLARES = lazy_pattern(r"\b(?:static|let|var|val|const|final|def)\s[\w\s<>]{0,60}\Z")
"""What begins a variable in the body of an enumeration, as Java and Swift have them."""
_ENUM_CLASS = lazy_pattern(r"class\s+\w+\s*\(.*(?:Enum|Choices|Flag)\b")
_ARMS = lazy_pattern(r"\bmatch\b.*\{\Z|\bswitch\s*\{\Z|\bwhen\b.*\{\Z")
_TABLE = lazy_pattern(r"(?:[tT]able|Entity|Schema)\w*\(|Column<")
_TEXT_COLUMN = lazy_pattern(r"\btext\(\s{0,4}[\"']\Z")
_COLUMN_GOES_ON = lazy_pattern(
    r"[\"']\)\s{0,20}\.(?:\$type|default|notNull|primaryKey|references|unique)\b"
)
_COLUMN_NAME = lazy_pattern(r"[a-z]+(?:_[a-z]+)+")
_CALL = lazy_pattern(r"(?P<callee>[\w$.>-]{1,60}) \(\Z")
_BODY = lazy_pattern(r"(?:\A(?!.*\bnew\b).*\)|=>) \{\Z")
"""The head of a function's body."""
_RETURN = lazy_pattern(r"\breturn\s[\[{(]\Z")
_FUNCTION = lazy_pattern(r"\bfunction\s+(?P<name>\w{1,60})\(|\bdef\s+(?P<def>\w{1,60})")
_HELD_BY = lazy_pattern(r"(?P<name>[\w$-]{1,60})[\"'`\]?!]{0,3}\Z")
_TYPED = lazy_pattern(r"(?P<name>[\w$-]{1,60})[?!]?\s?:[^=]{0,100}\Z")
_LABEL = lazy_pattern(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}[!.…:]?")
_IN_QUOTES = lazy_pattern(
    r"[:=>,(]\s{0,20}(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'|`([^`\n]{1,200})`)"
)
_IN_ELEMENT = lazy_pattern(r">([^<>\n]{1,200})</")
LATIN = 0x24F
"""The last letter of Latin Extended-B. A header holds letters of ISO 8859-1 at the most (RFC 9110,
section 5.5), and people who write Turkish use a few more."""


def is_about_the_secret(text: str, named: Named, value: str, start: int) -> bool:
    """Whether a literal at ``text[start]`` is about its name rather than its value."""
    before = text[max(0, named.start - BEFORE) : named.start]
    between = text[named.end : start] if named.end <= start else ""
    return (
        _is_label_of_name(value, named.name)
        or _is_in_other_script(value)
        or _is_pattern(before, between, named.name)
        or _is_type(before, between)
        or _is_said(before, named.name)
        or _IN_STORE.search(before) is not None
        or _TITLE.search(before) is not None
        or _is_kind_of_field(before, value)
        or _is_list_of_names(text, named.start, between, value)
        or (between != "=" and _is_enclosed(text, named.start, between, value))
        or _names_column(text, named.start, between, value, start)
        or (_is_label(value) and _is_among_labels(text, start, value))
        or is_among_abbreviations(text, start, named.name, value)
    )


def _is_label_of_name(value: str, name: str) -> bool:
    """``webhook_secret: "Secret"``: the name again, for people."""
    words = value.split()
    of_name = squeezed(name)
    return (
        bool(words)
        and value[0].isupper()
        and not value.isupper()
        and all(word.isalpha() and word.lower() in of_name for word in words)
    )


def _is_in_other_script(value: str) -> bool:
    letters = [character for character in value if character.isalpha()]
    return bool(letters) and not any(map(str.isdigit, value)) and min(map(ord, letters)) > LATIN


def _is_pattern(before: str, between: str, name: str) -> bool:
    """``case "webhook_secret": ...``, ``Field::WebhookSecret => ...``, ``? "webhook_secret" :``."""
    of_enum = _ENUM_PATH.search(before) or (name[0].isupper() and "." in name)
    return bool(
        _CASE.search(before)
        or (of_enum and _PATTERN.fullmatch(between))
        or (_TERNARY.search(before) and _OTHERWISE.fullmatch(between))
    )


def _is_list_of_names(text: str, position: int, between: str, value: str) -> bool:
    """``["webhook_secret", "old_webhook_secret"]``, whose beginning may be far away."""
    if not (_COMMA.fullmatch(between) and _NAME_OF_SECRET.fullmatch(value)):
        return False
    heads = enclosing_brackets(text, position)
    return not heads or heads[0].endswith(("[", "{"))


def _is_type(before: str, between: str) -> bool:
    """``type WebhookSecret = "shared"``, ``class WebhookSecret: a = "shared"``."""
    return bool(
        _TYPE_ALIAS.search(before)
        or (_DECLARED.search(before) and _LITERAL_TYPE.fullmatch(between))
        or _FIELD_OF_A_FORM.search(between)
    )


def _is_said(before: str, name: str) -> bool:
    """``setError("webhookSecret", ...)``, ``labels["webhook_secret"] = ...``."""
    opening = before[-LONGEST_OPENING:]
    given = (expression.search(before) for bracket, expression in _GIVEN if bracket in opening)
    found = next(filter(None, given), None)
    callee = found["callee"] if found else name.rpartition(".")[0]
    return not _SAYS.isdisjoint(_words(callee))


def _is_kind_of_field(before: str, value: str) -> bool:
    """``addField("webhook_secret", "password")``."""
    return value.lower() in _KINDS_OF_FIELDS and _ADDS_FIELD.search(before) is not None


def _is_in_filters(heads: Sequence[str]) -> bool:
    """``filters = { webhookSecret: "isNotNull" }``, ``where({ ... })``."""
    head = heads[0] if heads else ""
    called = _CALL.search(heads[1]) if head.endswith("( {") and len(heads) > 1 else None
    words = _words(called["callee"] if called else _holder(head))
    return bool(words) and words[-1] in _FILTERS


def _is_enclosed(text: str, position: int, between: str, value: str) -> bool:
    heads = enclosing_brackets(text, position)
    blocks = enclosing_blocks(text, position)
    line = text[max(0, position - BEFORE) : position].rpartition("\n")[2]
    return (
        _is_among_types(heads)
        or bool(heads and _REGISTERS.search(heads[0]))
        or _ENUM_OF_RAILS.search(line) is not None
        or (_is_member_of_enum(heads, blocks) and not _DECLARES.search(line))
        or bool(heads and _PATTERN.fullmatch(between) and _ARMS.search(heads[0]))
        or _is_in_labels(heads)
        or (_OPERATOR.fullmatch(value) is not None and _is_in_filters(heads))
        or any(map(_says_labels, blocks))
    )


@lru_cache(REMEMBERED)
def _is_among_types(heads: tuple[str, ...]) -> bool:
    return any(map(_TYPES.search, heads))


def _is_member_of_enum(heads: Sequence[str], blocks: Sequence[str]) -> bool:
    in_brackets = heads and _ENUM.search(heads[0])
    return bool(in_brackets or (blocks and _ENUM_CLASS.search(blocks[0])))


def _names_column(text: str, position: int, between: str, value: str, start: int) -> bool:
    """``pgTable("hooks", { webhookSecret: text("hook_secret") })``."""
    if not (_TEXT_COLUMN.search(between) and _COLUMN_NAME.fullmatch(value)):
        return False
    heads = (between, *enclosing_brackets(text, position))
    goes_on = _COLUMN_GOES_ON.match(text, start + len(value))
    return goes_on is not None or any(map(_TABLE.search, heads))


@lru_cache(REMEMBERED)
def _is_in_labels(heads: tuple[str, ...]) -> bool:
    returned = False
    for head in heads:
        if function := _FUNCTION.search(head):
            name = function["name"] or function["def"]
            return returned and (name == "attributes" or _says_labels(name))
        if _BODY.search(head):
            return False
        if _says_labels(_holder(head)) or _is_call_that_says(head):
            return True
        returned = bool(_RETURN.search(head))
    return False


def _holder(head: str) -> str:
    """What a mapping is the value of: ``FIELD_LABELS: Record<string, string> = {``."""
    sign = max(head.rfind("="), head.rfind(":"))
    if sign < 0:
        return ""
    held = head[:sign].rstrip(": ")
    found = (_TYPED.search(held) if head[sign] == "=" else None) or _HELD_BY.search(held)
    return found["name"] if found else ""


def _is_call_that_says(head: str) -> bool:
    call = _CALL.search(head)
    return call is not None and not _SAYS.isdisjoint(_words(call["callee"]))


@lru_cache(REMEMBERED)
def _says_labels(name: str) -> bool:
    words = _words(name)
    return bool(words) and (words[-1] in _LABELS or "".join(words[-2:]) in _LABELS)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _is_label(value: str) -> bool:
    return value[:1].isupper() and _LABEL.fullmatch(value) is not None


def _is_among_labels(text: str, start: int, value: str) -> bool:
    """Whether two neighbours at least, and half of them, are words for people."""
    end = start + len(value)
    neighbour = _IN_ELEMENT if text.startswith(">", start - 1) else _IN_QUOTES
    around = (
        text[max(0, start - NEIGHBOURS_REACH) : start - 1],
        text[end : end + NEIGHBOURS_REACH],
    )
    neighbours = [
        next(filter(None, found.groups()), "")
        for part in around
        for found in neighbour.finditer(part)
    ]
    labels = [each for each in neighbours if each[:1].isupper() and is_prose(each)]
    return len(labels) >= 2 and 2 * len(labels) >= len(neighbours)
