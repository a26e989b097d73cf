"""Where a webhook secret is named: ``WEBHOOK_SECRET``, ``x-webhook-secret``, ``webhook: secret:``.

The spellings are those of public repositories; ``wehbook`` is a common misspelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.name_words import holds_the_value
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.name_spelling import KEY, MIDDLE, SEPARATOR
from keyguard.prefilter.windows import ClueReach

NAME_CLUES = ClueKinds({ClueKind.NAME, ClueKind.SECTION})
LONGEST_NAME = 80
SECTION_LINES = 12
SECTION_REACH = 600
"""Characters behind the word in the head of a section in which its keys are looked for."""
LONGEST_KEY = 80
"""Characters of such a key, and of what shows that it is one."""
SHORTEST_HEAD = 1
"""Characters from there to the end of the clue: ``webhook{``. The last character of what is looked
at is the sign behind a key."""
NAME_REACH = ClueReach(before=LONGEST_NAME, after=LONGEST_NAME)
"""The clue is a part of the name."""
SECTION_KEY_REACH = ClueReach(before=LONGEST_NAME, after=SECTION_REACH - SHORTEST_HEAD - 1)
"""The clue is the head of the section; what it takes in front of it is the rest of that line."""

_KEY = rf"(?:secreto|secret(?:{SEPARATOR}(?:key|token))?|{KEY})"
_TO_KEY = rf"{SEPARATOR}(?:(?:{MIDDLE}){SEPARATOR}){{0,2}}"
_CORE = lazy_pattern(
    rf"(?:web[-_. ]?hooks?|wehbook){_TO_KEY}{_KEY}"
    r"|(?<![A-Za-z])wh[-_.]?secret|(?<![A-Za-z0-9])whsec(?![A-Za-z0-9_])"
    r"|(?P<generic>(?:signing|endpoint)[-_. ]?secret)",
    re.IGNORECASE | re.ASCII,
)
_AT_ANCHOR = lazy_pattern(
    rf"(?:hooks?|hbook){_TO_KEY}(?:{KEY})|wh|signing|endpoint", re.IGNORECASE | re.ASCII
)
"""How the core goes on at its anchor: most hooks have no secret, and need no closer look."""
BEFORE_ANCHOR = 5
"""Characters of the core in front of its anchor, at the most: ``web-``."""
_ROUTES = "post|route|mapping|handlefunc|location"
_SPEAKS_OF_WEBHOOKS = (
    ("hook", lazy_pattern(r"web[-_ .]?hook")),
    ("hook", lazy_pattern(rf"\b(?:{_ROUTES})\W{{1,4}}/?[\w/{{}}:-]{{0,40}}\bhooks?\b")),
    ("connexease", lazy_pattern("connexease")),
)
"""What it takes, the word or the route of a handler, each behind a word that is looked for many
times faster."""
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.-")
_CONVERSION = r"\.(?:getBytes|encode|as_bytes|bytes|trim|strip|to_s|toString)\("
_REST = lazy_pattern(rf"(?:[A-Za-z0-9_]|(?!{_CONVERSION})[-.](?=[A-Za-z0-9_])){{0,80}}", re.ASCII)
_GATEWAY = "connexease"
_TITLE = lazy_pattern(rf"web[-_]?hooks?|{_GATEWAY}", re.IGNORECASE | re.ASCII)
"""What a section is called whose keys are looked at."""
_YAML_BEFORE = lazy_pattern(r"""(?P<indent>[ \t]{0,60})(?:- )?["']?[\w.-]{0,40}""", re.ASCII)
_HEAD_OF_MAPPING = r"""["']?:[ \t]{0,20}(?:#[^\n]{0,200})?(?=\r?\n)"""
_YAML_AFTER = lazy_pattern(_HEAD_OF_MAPPING)
_TABLE_BEFORE = lazy_pattern(r"""[ \t]{0,20}\[{1,2}[\w."' -]{0,60}""", re.ASCII)
_END_OF_HEADER = r"""[\w."' -]{0,60}\]{1,2}[ \t]{0,20}(?=\r?\n)"""
_TABLE_AFTER = lazy_pattern(_END_OF_HEADER, re.ASCII)
_OPENING = r"""["']?\s{0,4}(?::|=>|=)?\s{0,4}(?:&?[A-Za-z][\w.]{0,40}|"[\w-]{1,60}"\s{0,4})?\{"""
_BRACES_AFTER = lazy_pattern(_OPENING, re.ASCII)
_PHP_ARRAY = r"""["']\s{0,4}=>\s{0,4}\["""
_ARRAY_AFTER = lazy_pattern(_PHP_ARRAY)
_REST_OF_HEAD = rf"(?:{_HEAD_OF_MAPPING}|{_OPENING}|{_PHP_ARRAY}|{_END_OF_HEADER})"
_HEAD = lazy_pattern(rf"(?i:hooks?|{_GATEWAY}){_REST_OF_HEAD}", re.ASCII)
"""What makes a word the head of a section: most are none, and need no closer look."""
_SECTION_KEY = lazy_pattern(
    rf"(?<![\w.$-])(?:(?:{MIDDLE})[-_]?)?(?:secret(?:[-_]?key)?|token|passw(?:or)?d|bearer"
    r"|secret_string|secret_data|plaintext_value"  # Terraform
    r"|gizli(?:[-_]?anahtar[iı]?)?|[sşŞ]ifre(?:si)?|parola|segredo|senha|secreto|contrase[nñÑ]a|rahasia"
    r"|(?:chave|clave)[-_]?secreta|kunci[-_]?rahasia|kata[-_]?sandi)"
    r"(?=[\"']?\s{0,4}(?:=|:)|(?<=:secret)\s{1,20}\")",
    re.IGNORECASE | re.ASCII,
)
_KEY_WORDS = (
    *("ecret", "token", "passw", "bearer", "plaintext_value", "gizli", "ifre", "parola"),
    *("segredo", "senha", "contrase", "rahasia", "sandi"),
)
"""Of which each of these keys holds one: they are looked for many times faster."""
_SECRET_OF_GATEWAY = lazy_pattern(r"(?<![\w.$-])secret(?=[\"']?\s{0,4}(?:=|:))", re.IGNORECASE)
"""All that is a webhook's in a section of the Gateway: its token and its key call the API."""
_SECRET_OF_CALL = r"""\b(?P<key>secret)(?=["']?\s{0,4}[:=](?!=))"""
_IN_CALL = r"(?:,\s{0,20}|(?:\.\w{1,20})?\([^()\n]{0,80}?)"
_CALL = lazy_pattern(
    rf"(?:hooks?{_IN_CALL}|{_GATEWAY},\s{{0,20}}){_SECRET_OF_CALL}", re.IGNORECASE | re.ASCII
)
"""``Webhook(secret=...)``, ``webhooks.create(url, secret: ...)``, ``:webhook, secret: ...``."""
_HOOKS = (
    "hook",
    rf"hook(?=s?(?:{_TO_KEY}(?:{KEY})|{_REST_OF_HEAD}|{_IN_CALL}{_SECRET_OF_CALL}))",
)
_OTHER_ANCHORS = (
    ("hbook", rf"hbook(?={_TO_KEY}(?:{KEY}))"),
    ("wh", r"wh(?=[-_.]?sec)"),
    ("signing", r"signing(?=[-_. ]?secret)"),
    ("endpoint", r"endpoint(?=[-_. ]?secret)"),
)
_TITLES = (_GATEWAY, rf"{_GATEWAY}(?={_REST_OF_HEAD}|,\s{{0,20}}{_SECRET_OF_CALL})")
"""What begins a name, a section or a call, each behind a word that all of it holds, in lower case.
It begins with that word, which is looked for many times faster; most hooks are none of these."""
_NEXT_TABLE = lazy_pattern(r"^[ \t]*\[", re.MULTILINE)


class Named(NamedTuple):
    """A name of a webhook secret at ``text[start:end]``."""

    name: str
    start: int
    end: int


def find_names(text: str, about_webhooks: bool = False) -> Iterator[Named]:
    """Every place where a webhook secret is named, by itself or by the section it is in.

    A signing secret is one ``about_webhooks`` if the text, or the rest of it, mentions them.
    """
    lower = lowered(text)
    hooks = list(_starts(lower, _HOOKS))
    yield from _direct_names(text, _anchors(lower, hooks), about_webhooks)
    titles = sorted([*hooks, *_starts(lower, _TITLES)])
    for call in (_CALL.match(text, title) for title in titles):
        if call and _TITLE.search(text, max(0, call.start() - len("web-")), call.end()):
            yield Named("webhook.secret", call.start("key"), call.end("key"))
    looked_through: dict[bool, tuple[int, int]] = {}
    """Sections are within one another: the last stretch in which keys were looked for."""
    for is_gateway, begin, end in _sections(text, titles):
        keys = _SECRET_OF_GATEWAY if is_gateway else _SECTION_KEY
        first, last = looked_through.get(is_gateway, (begin, begin))
        if not first <= begin <= last:
            first = last = begin
        begin = max(begin, last - LONGEST_KEY)
        if any(map(lower[begin:end].__contains__, _KEY_WORDS)):
            for key in keys.finditer(text, begin, end):
                yield Named(f"webhook.{key[0]}", key.start(), key.end())
        looked_through[is_gateway] = first, max(last, end)


def find_own_names(text: str) -> Iterator[Named]:
    """Names of webhook secrets without what follows them, which is no part of a name where another
    string touches it."""
    lower = lowered(text)
    done = 0
    for core in _cores(text, _anchors(lower, _starts(lower, _HOOKS))):
        start = _first_character(text, core.start())
        named = Named(text[start : core.end()], start, core.end())
        is_apart = core.start() >= done and not core["generic"]
        if is_apart and holds_the_value(text, start, core.end(), named.end):
            yield named
            done = core.end()


def speaks_of_webhooks(text: str) -> bool:
    """Whether webhooks or the Gateway are mentioned at all."""
    lower = lowered(text)
    return any(word in lower and pattern.search(lower) for word, pattern in _SPEAKS_OF_WEBHOOKS)


def _anchors(lower: str, hooks: Iterable[int]) -> list[int]:
    """Where names may be, in order."""
    others = chain.from_iterable(_starts(lower, anchor) for anchor in _OTHER_ANCHORS)
    return sorted([*hooks, *others])


def _starts(lower: str, anchor: tuple[str, str]) -> Iterator[int]:
    word, expression = anchor
    if word in lower:
        yield from (found.start() for found in _compiled(expression).finditer(lower))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return lazy_pattern(expression, re.ASCII)


def _cores(text: str, anchors: Iterable[int]) -> Iterator[re.Match[str]]:
    """What makes a name that of a webhook's secret."""
    for anchor in anchors:
        if _AT_ANCHOR.match(text, anchor):
            earliest = max(0, anchor - BEFORE_ANCHOR)
            core = _CORE.search(text, earliest, anchor + LONGEST_NAME)
            if core is not None and core.start() <= anchor:
                yield core


def _direct_names(text: str, anchors: Iterable[int], about_webhooks: bool) -> Iterator[Named]:
    done = 0
    signs_webhooks = True if about_webhooks else None
    for core in _cores(text, anchors):
        if core.start() < done:
            continue
        if core["generic"]:
            if signs_webhooks is None:
                signs_webhooks = speaks_of_webhooks(text)
            if not signs_webhooks:
                continue
        named = named_at(text, core.start(), core.end())
        done = named.end
        if named.end - named.start > LONGEST_NAME:
            continue
        if holds_the_value(text, named.start, core.end(), named.end):
            yield named


def named_at(text: str, start: int, end: int) -> Named:
    """The whole name around a part of it."""
    rest = _REST.match(text, end)
    end = rest.end() if rest else end
    start = _first_character(text, start)
    return Named(text[start:end], start, end)


def _first_character(text: str, start: int) -> int:
    earliest = max(0, start - LONGEST_NAME)
    while start > earliest and text[start - 1] in _NAME_CHARACTERS:
        start -= 1
    while text[start] in "-.$":
        start += 1
    return start


def _sections(text: str, anchors: Iterable[int]) -> Iterator[tuple[bool, int, int]]:
    """The insides of YAML mappings, TOML and INI tables and braces that are called webhook, or
    after the Gateway, which is told first."""
    for anchor in anchors:
        if not _HEAD.match(text, anchor):
            continue
        title = _TITLE.search(text, max(0, anchor - len("web-")), anchor + len(_GATEWAY))
        if title is not None:
            for begin, end in _insides(text, title):
                yield title[0].lower() == _GATEWAY, begin, end


def _insides(text: str, title: re.Match[str]) -> Iterator[tuple[int, int]]:
    line_start = text.rfind("\n", max(0, title.start() - LONGEST_NAME), title.start()) + 1
    limit = min(len(text), title.end() + SECTION_REACH)
    yaml = _YAML_BEFORE.fullmatch(text, line_start, title.start())
    after = _YAML_AFTER.match(text, title.end())
    if yaml and after:
        yield after.end(), _end_of_block(text, after.end(), limit, len(yaml["indent"]))
    elif braces := _BRACES_AFTER.match(text, title.end()):
        yield braces.end(), _closing(text, "}", braces.end(), limit)
    elif array := _ARRAY_AFTER.match(text, title.end()):
        yield array.end(), _closing(text, "]", array.end(), limit)
    elif _TABLE_BEFORE.fullmatch(text, line_start, title.start()):
        table = _TABLE_AFTER.match(text, title.end())
        if table:
            following = _NEXT_TABLE.search(text, table.end(), limit)
            yield table.end(), following.start() if following else limit


def _closing(text: str, bracket: str, begin: int, limit: int) -> int:
    closing = text.find(bracket, begin, limit)
    return limit if closing < 0 else closing


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
