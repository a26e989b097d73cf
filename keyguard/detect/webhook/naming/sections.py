"""Keys in sections called webhook or after the Gateway: mappings, tables, braces, elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.name_spelling import MIDDLE, SETTINGS_CLASS

GATEWAY = "connexease"
SECTION_LINES = 12
SECTION_REACH = 600
"""Characters behind the word in the head of a section within which its keys are looked for."""
LONGEST_KEY = 80
"""Characters of a key in a section, and of what shows that it is one."""
LONGEST_HEAD = 80
"""Characters in front of the word in the head of a section."""
LONGEST_PREFIX = 14
"""Characters in front of the word in a tag: ``<con:``."""

TITLE = lazy_pattern(rf"web[-_]?hooks?|{GATEWAY}", re.IGNORECASE | re.ASCII)
"""Matches the title of a section whose keys are looked at."""
_YAML_BEFORE = lazy_pattern(r"""(?P<indent>[ \t]{0,60})(?:- )?["']?[\w.-]{0,40}""", re.ASCII)
_HEAD_OF_MAPPING = r"""["']?:[ \t]{0,20}(?:#[^\n]{0,200})?(?=\r?\n)"""
_YAML_AFTER = lazy_pattern(_HEAD_OF_MAPPING)
_TABLE_BEFORE = lazy_pattern(r"""[ \t]{0,20}\[{1,2}[\w."' -]{0,60}""", re.ASCII)
_END_OF_HEADER = r"""[\w."' -]{0,60}\]{1,2}[ \t]{0,20}(?=\r?\n)"""
_TABLE_AFTER = lazy_pattern(_END_OF_HEADER, re.ASCII)
_OPENING = (
    r"""["']?\s{0,4}(?:(?::{1,3}|=>|=)\s{0,4}(?:(?:new\s)?[A-Za-z][\w.]{0,40}\(|\[\s{0,40})"""
    r"""|(?::{1,3}|=>|=)?\s{0,4}(?:&?[A-Za-z][\w.]{0,40}|"[\w-]{1,60}"\s{0,4})?)\{"""
)
_BRACES_AFTER = lazy_pattern(_OPENING, re.ASCII)
_PHP_ARRAY = r"""["']\s{0,4}=>\s{0,4}(?:\[|array\s?\()"""
_ARRAY_AFTER = lazy_pattern(_PHP_ARRAY)
_ELEMENT = r"(?:\s[^<>]{0,119}[^<>/])?>(?=\s{0,40}<)"
_ELEMENT_AFTER = lazy_pattern(_ELEMENT)
_BEGINS_TAG = lazy_pattern(r"<(?:\w{1,12}:)?\Z")
_IN_TAG = lazy_pattern(r"[\s>]")
_ATTRIBUTES = r"\s[^<>]{0,160}?(?:secret|token|passw|bearer)[a-z_-]{0,8}\s?=\s?[\"']"
_ATTRIBUTES_AFTER = lazy_pattern(_ATTRIBUTES, re.IGNORECASE)
_DECLARES = lazy_pattern(r"(?:class|object|struct)\s{1,4}\w{0,40}\Z")
_CLASS_AFTER = lazy_pattern(SETTINGS_CLASS, re.IGNORECASE)
REST_OF_HEAD = (
    rf"(?:{_HEAD_OF_MAPPING}|{_OPENING}|{_PHP_ARRAY}|{_END_OF_HEADER}|{_ELEMENT}|{_ATTRIBUTES}"
    rf"|(?i:{SETTINGS_CLASS}))"
)
_HEAD = lazy_pattern(rf"(?i:hooks?|{GATEWAY}){REST_OF_HEAD}", re.ASCII)
"""What makes a word the head of a section: most are none, and need no closer look."""
_KEY = (
    rf"(?:(?:{MIDDLE})[-_]?)?(?:secret(?:[-_]?key)?|token|passw(?:or)?d|bearer"
    r"|secret_string|secret_data|plaintext_value"  # Terraform
    r"|gizli(?:[-_]?anahtar[iı]?)?|[sşŞ]ifre(?:si)?|parola|segredo|senha|secreto|contrase[nñÑ]a|rahasia"
    r"|(?:chave|clave)[-_]?secreta|kunci[-_]?rahasia|kata[-_]?sandi)"
)
_SECTION_KEY = lazy_pattern(
    rf"(?<![\w.$-]){_KEY}(?=[\"']?\s{{0,20}}(?:=|:)|\s{{0,20}}\{{\s?get;|(?<=:secret)\s{{1,20}}\""
    r"|[ \t]\"[^\"\n]{1,200}\"[ \t]{0,4}\r?\n)",
    re.IGNORECASE | re.ASCII,
)
_NAME_OF_ELEMENT = lazy_pattern(
    rf"(?:(?<=[<:])|(?<=name=[\"'])|(?<=key=[\"'])){_KEY}(?=[>\"'])", re.IGNORECASE | re.ASCII
)
_SECRET_OF_GATEWAY = lazy_pattern(
    r"(?<![\w.$-])secret(?=[\"']?\s{0,20}(?:=|:)|\s{0,20}\{\s?get;|(?<=<secret)>)", re.IGNORECASE
)
"""All that is a webhook's in a section of the Gateway: its token and its key call the API."""
_KEY_WORDS = (
    *("ecret", "token", "passw", "bearer", "plaintext_value", "gizli", "ifre", "parola"),
    *("segredo", "senha", "contrase", "rahasia", "sandi"),
)
"""Of which each of these keys holds one: they are looked for many times faster."""
_BRACKET = lazy_pattern(r"[{}\[\]]")
_NEXT_TABLE = lazy_pattern(r"^[ \t]*\[", re.MULTILINE)


class _Inside(NamedTuple):
    """The inside of a section, and how its keys are written."""

    begin: int
    end: int
    keys: re.Pattern[str] = _SECTION_KEY


def keys_in_sections(text: str, lower: str, titles: Iterable[int]) -> Iterator[re.Match[str]]:
    """The keys of all sections that have one of these positions in their head."""
    looked_through: dict[re.Pattern[str], tuple[int, int]] = {}
    """Sections are within one another: the last stretch in which keys were looked for."""
    for begin, end, keys in _sections(text, titles):
        first, last = looked_through.get(keys, (begin, begin))
        if not first <= begin <= last:
            first = last = begin
        begin = max(begin, last - LONGEST_KEY)
        if any(map(lower[begin:end].__contains__, _KEY_WORDS)):
            yield from keys.finditer(text, begin, end)
        looked_through[keys] = first, max(last, end)


def _sections(text: str, anchors: Iterable[int]) -> Iterator[_Inside]:
    for anchor in anchors:
        if not _HEAD.match(text, anchor):
            continue
        title = TITLE.search(text, max(0, anchor - len("web-")), anchor + len(GATEWAY))
        if title is None:
            continue
        is_gateway = title[0].lower() == GATEWAY
        for inside in _insides(text, title):
            yield inside._replace(keys=_SECRET_OF_GATEWAY) if is_gateway else inside


def _insides(text: str, title: re.Match[str]) -> Iterator[_Inside]:
    line_start = text.rfind("\n", max(0, title.start() - LONGEST_HEAD), title.start()) + 1
    limit = min(len(text), title.end() + SECTION_REACH)
    yaml = _YAML_BEFORE.fullmatch(text, line_start, title.start())
    after = _YAML_AFTER.match(text, title.end())
    first = max(0, title.start() - LONGEST_PREFIX)
    if _BEGINS_TAG.search(text, first, title.start()) and _IN_TAG.match(text, title.end()):
        yield from _in_element(text, title, limit)
    elif yaml and after:
        yield _Inside(after.end(), _end_of_block(text, after.end(), limit, len(yaml["indent"])))
    elif braces := _BRACES_AFTER.match(text, title.end()):
        yield _Inside(braces.end(), _end_of_braces(text, braces, limit))
    elif array := _ARRAY_AFTER.match(text, title.end()):
        bracket = "]" if array[0].endswith("[") else ")"
        yield _Inside(array.end(), _closing(text, bracket, array.end(), limit))
    elif _DECLARES.search(text, line_start, title.start()):
        yield from _in_class(text, title, limit, text[line_start : title.start()])
    elif _TABLE_BEFORE.fullmatch(text, line_start, title.start()):
        table = _TABLE_AFTER.match(text, title.end())
        if table:
            following = _NEXT_TABLE.search(text, table.end(), limit)
            yield _Inside(table.end(), following.start() if following else limit)


def _in_element(text: str, title: re.Match[str], limit: int) -> Iterator[_Inside]:
    """``<webhook secret="...">`` and ``<webhook><secret>...</secret></webhook>``."""
    if _ATTRIBUTES_AFTER.match(text, title.end()):
        yield _Inside(title.end(), _closing(text, ">", title.end(), limit))
    if element := _ELEMENT_AFTER.match(text, title.end()):
        end = _closing(text, f"</{title[0]}", element.end(), limit)
        yield _Inside(element.end(), end, _NAME_OF_ELEMENT)


def _in_class(text: str, title: re.Match[str], limit: int, front: str) -> Iterator[_Inside]:
    """``class WebhookSettings(BaseSettings):``, ``public class WebhookOptions {``."""
    body = _CLASS_AFTER.match(text, title.start() + len(title[0].rstrip("sS")))
    if body and body[0].endswith("{"):
        yield _Inside(body.end(), _end_of_braces(text, body, limit))
    elif body:
        indent = len(front) - len(front.lstrip())
        yield _Inside(body.end(), _end_of_block(text, body.end() - 1, limit, indent))


def _closing(text: str, bracket: str, begin: int, limit: int) -> int:
    closing = text.find(bracket, begin, limit)
    return limit if closing < 0 else closing


def _end_of_braces(text: str, opening: re.Match[str], limit: int) -> int:
    """Where what was opened is closed: a list of objects with its bracket, others with theirs."""
    signs = "[]" if "[" in opening[0] else "{}"
    depth = 1
    for found in _BRACKET.finditer(text, opening.end(), limit):
        if found[0] in signs:
            depth += 1 if found[0] == signs[0] else -1
        if not depth:
            return found.start()
    return limit


def _end_of_block(text: str, begin: int, limit: int, indent: int) -> int:
    """Where the lines that are indented deeper than ``indent`` end."""
    position = begin
    for _ in range(SECTION_LINES):
        newline = text.find("\n", position, limit)
        if newline < 0:
            return limit
        following = text.find("\n", newline + 1, limit)
        line = text[newline + 1 : limit if following < 0 else following]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            return newline
        position = newline + 1
    return position
