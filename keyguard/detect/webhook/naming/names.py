"""Where a webhook secret is named: ``WEBHOOK_SECRET``, ``x-webhook-secret``, ``webhook: secret:``.

The spellings are those of public repositories; ``wehbook`` is a common misspelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.naming.name_words import holds_the_value
from keyguard.detect.webhook.naming.sections import (
    GATEWAY,
    REST_OF_HEAD,
    SECTION_REACH,
    TITLE,
    keys_in_sections,
)
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.name_spelling import KEY, MIDDLE, SEPARATOR, SETTING
from keyguard.prefilter.windows import ClueReach

NAME_CLUES = ClueKinds({ClueKind.NAME, ClueKind.SECTION})
LONGEST_NAME = 80
SHORTEST_HEAD = 1
"""Characters behind the word in the shortest head of a section, with which the clue ends:
``webhook{``."""
NAME_REACH = ClueReach(before=LONGEST_NAME, after=LONGEST_NAME)
"""How far around the clue, which is a part of the name, a name is decided."""
SECTION_KEY_REACH = ClueReach(before=LONGEST_NAME, after=SECTION_REACH - SHORTEST_HEAD - 1)
"""How far around the clue, the head of a section, a key in it is decided.

In front of the clue it is the rest of that line; behind it, it ends with the sign behind a key.
"""

_KEY = rf"(?:secreto|secret(?:{SEPARATOR}(?:key|token))?|{KEY})"
_SECRET_OF_SETTING = rf"(?:{SETTING})(?!{SEPARATOR}(?:(?:{MIDDLE}){SEPARATOR})?(?:key|auth|pass))"
"""A key of tests or a default one is that of a cache."""
_TO_KEY = rf"{SEPARATOR}(?:(?:{MIDDLE}|{_SECRET_OF_SETTING}){SEPARATOR}){{0,2}}"
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
"""Characters of the core in front of its anchor at most: ``web-``."""
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
_REST = lazy_pattern(
    rf"(?:[A-Za-z0-9_]|(?!{_CONVERSION})[-.](?=[A-Za-z0-9_])|\\(?=_[A-Za-z0-9])){{0,80}}", re.ASCII
)
"""Markdown and LaTeX may have a backslash in front of an underscore."""
_SECRET_OF_CALL = r"""\b(?P<key>secret)(?=["']?\s{0,20}[:=](?!=))"""
_IN_CALL = (
    r"(?:,\s{0,20}(?:\w{1,20}:\s[^,\n()]{1,60},\s{1,20}){0,2}"
    r"|(?:(?:\.|::|->)\w{1,20}!?)?\([^()\n]{0,80}?)"
)
_CALL = lazy_pattern(
    rf"(?:hooks?{_IN_CALL}|{GATEWAY},\s{{0,20}}){_SECRET_OF_CALL}", re.IGNORECASE | re.ASCII
)
"""``Webhook(secret=...)``, ``webhooks.create(url, secret: ...)``, ``:webhook, secret: ...``."""
_HOOKS = (
    "hook",
    rf"hook(?=s?(?:{_TO_KEY}(?:{KEY})|{REST_OF_HEAD}|{_IN_CALL}{_SECRET_OF_CALL}))",
)
_OTHER_ANCHORS = (
    ("hbook", rf"hbook(?={_TO_KEY}(?:{KEY}))"),
    ("wh", r"wh(?=[-_.]?sec)"),
    ("signing", r"signing(?=[-_. ]?secret)"),
    ("endpoint", r"endpoint(?=[-_. ]?secret)"),
)
_TITLES = (GATEWAY, rf"{GATEWAY}(?={REST_OF_HEAD}|,\s{{0,20}}{_SECRET_OF_CALL})")
"""What begins a name, a section or a call, each behind a word that all of it holds, in lower case.
It begins with that word, which is looked for many times faster; most hooks are none of these."""


class Named(NamedTuple):
    """A name of a webhook secret at ``text[start:end]``."""

    name: str
    start: int
    end: int


def find_names(text: str, *, about_webhooks: bool = False) -> Iterator[Named]:
    """Every place where a webhook secret is named, by itself or by the section it is in.

    A signing secret is a webhook's if the text mentions webhooks, or if the rest of it does
    (``about_webhooks``).
    """
    lower = lowered(text)
    hooks = list(_starts(lower, _HOOKS))
    yield from _direct_names(text, _anchors(lower, hooks), about_webhooks)
    titles = sorted([*hooks, *_starts(lower, _TITLES)])
    for call in (_CALL.match(text, title) for title in titles):
        if call and TITLE.search(text, max(0, call.start() - len("web-")), call.end()):
            yield Named("webhook.secret", call.start("key"), call.end("key"))
    for key in keys_in_sections(text, lower, titles):
        yield Named(f"webhook.{key[0]}", key.start(), key.end())


def find_own_names(text: str) -> Iterator[Named]:
    """Names of webhook secrets without what follows them.

    In text where strings touch each other, what follows is no part of a name.
    """
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
