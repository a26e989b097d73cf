"""Secrets in what is said to a webhook, or to an API of webhooks, by other means than a name: the
argument of a constructor, a method of a builder, a column of a table, a field of a request or of
what a client of such an API takes, a path of CUE."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.detect.text.search import occurrences
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.name_spelling import METHODS, PATH, SECRET

LONGEST_FRONT = 130
"""Characters of such a place in front of the word."""
API_REACH = 300
"""Characters between the path of an API of webhooks and a field of its request."""
CALL_REACH = 420
"""Characters of a call or a structure up to its secret, with the word that it begins with."""

_LITERAL = r"\(\s{0,8}[\"'`](?:whsec_|(?=(?:[A-Za-z+/]{0,30}[0-9]){2})[A-Za-z0-9+/]{32})"
_BEFORE_FIELD = r"(?:\\?[\"']|[\[&?{,:\s]|(?<=\())(?<!const )(?<!let )(?<!var )"
_AFTER_FIELD = r"(?=(?:\\?[\"']|\])?\s{0,20}[:=](?!=))"
_ARGUMENTS = r"\((?:[^();]|\((?:[^();]|\([^();]{0,60}\)){0,120}\)|(?<=dict)\(){0,300}?"
_MEMBERS = r"\{(?:[^{};]|\{[^{};]{0,80}\}|\{){0,240}?"
_OPENED = (
    r"\w{0,30}(?:(?:\.|->|::)\w{1,20}!?)?\s?"
    rf"(?:{_ARGUMENTS}|(?:{_ARGUMENTS}\)\s{{0,20}})?{_MEMBERS})"
)
_FIELD = rf"{_BEFORE_FIELD}(?P<key>%s){_AFTER_FIELD}"
_NO_PART_OF_PROGRAM = (
    r"(?<!\w)(?!(?-i:use_?(?![a-z]))|(?:after|before|render)_?)"
    r"(?<!\bdb\.)(?<!\bprisma\.)\w{0,40}"
)
"""Such as ``useSessionHook`` of React, and ``beforeHook`` of a framework; nor a table of hooks."""
_HAS_ADDRESS = r"[^;]{0,200}?\b(?:url|endpoint)\b"
_NO_LIST = (
    r"(?!s?\.(?:push|unshift|append|insert\w{0,8}|find\w{0,12}|filter|update\w{0,8}|set|add)\("
    rf"(?!{_HAS_ADDRESS}))"
)
"""Hooks of a program are kept so, unless one has an address."""
_CALLS = (
    # https://www.standardwebhooks.com, https://docs.svix.com/receiving/verifying-payloads/how
    ("web", rf"(?P<key>hook(?:(?:\.|::)new)?)(?={_LITERAL})"),
    ("web[-_]?", rf"hook\w{{0,24}}{METHODS}(?P<key>{SECRET})(?=\()"),
    ("web[-_]?", rf"hooks?{PATH}(?P<key>{SECRET})(?=:[ ]|[ ][\"'])"),
    (
        r"(?:into|copy|table(?:\sif\snot\sexists)?)\s{1,8}[\w.\"`\[]{0,40}web",
        r"hooks?\w{0,20}[\"`\]]?\s{0,8}\((?:[^();]|\([^()]{0,20}\)){0,240}?"
        r"[\"`\[\s,(](?P<key>secret)(?=[\"`\]]?[\s,)])",
    ),
    # knex, Drizzle, Supabase, MongoDB, Laravel
    (
        "web[-_]?",
        r"hooks?\w{0,20}[\"'`]?\)(?:\.|->)(?:insert|update|upsert|values|create|set|add)\w{0,8}\("
        rf"(?:[^;()]|\([^;()]{{0,60}}\)){{0,240}}?{_FIELD % 'secret'}",
    ),
    # https://docs.github.com/en/rest/repos/webhooks
    (
        r"(?:repos|orgs)/[^/\s\"']{1,50}/(?:[^/\s\"']{1,60}/)?",
        rf"hooks[\"'\s][^;]{{0,{API_REACH}}}?{_FIELD % 'secret'}",
    ),
    # https://docs.gitlab.com/api/project_webhooks/
    (
        r"(?:projects|groups)/[^/\s\"']{1,80}/",
        rf"hooks[\"'\s?][^;]{{0,{API_REACH}}}?{_FIELD % 'token'}",
    ),
    # Clients of both, and of others like them: octokit, PyGithub, go-github, python-gitlab, Pulumi
    ("web[-_]?", rf"hooks?{_OPENED}{_FIELD % 'secret'}"),
    (_NO_PART_OF_PROGRAM, rf"hook{_NO_LIST}s?{_OPENED}{_FIELD % 'secret'}"),
    (r"\b(?:db|prisma)\.", rf"hook(?={_HAS_ADDRESS})s?{_OPENED}{_FIELD % 'secret'}"),
    (r"(?:project|group)s?[._]?", rf"hooks?{_OPENED}{_FIELD % 'token'}"),
    # https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs/resources/project_hook
    (
        r"\"[a-z][a-z0-9_]{1,40}_",
        rf"hook\"\s{{1,4}}\"[\w-]{{1,60}}\"\s{{0,4}}{_MEMBERS}{_FIELD % '(?:secret|token)'}",
    ),
    # https://docs.konghq.com/hub/kong-inc/key-auth/
    (
        r"username:[ \t]{1,4}[\"']?[\w-]{0,40}web[-_]?",
        r"hooks?[\"']?[ \t]{0,4}\r?\n(?:[ \t]{1,20}(?![ \t])[^\n]{0,80}\n){0,6}?[ \t]{1,20}"
        r"keyauth_credentials:[ \t]{0,4}\r?\n[ \t]{1,20}-[ \t]{1,4}(?P<key>key)(?=:)",
    ),
    # Scenarios of Make, as they are exported
    (
        r"\"module\"\s?:\s?\"[^\"\n]{0,40}web[-_]?",
        rf"hooks?\w{{0,20}}\"(?:(?!\"module\")[^\0]){{0,300}}?{_FIELD % 'secret'}",
    ),
    ("", r"hook(?:\.\w{1,20})?\[[\"'](?P<key>secret)(?=[\"']\]\s{0,4}=(?!=))"),
)
_ROWS = tuple(
    (lazy_pattern(rf"(?i:{before})\Z"), lazy_pattern(rf"(?i:{after})")) for before, after in _CALLS
)
"""What is in front of the word, and what begins with it."""
_ANCHOR = lazy_pattern(
    r"hook(?=s?(?:[\"'`:(.?\s\]\[{]|->|\w{1,30}\s?[({]|\w{1,24}(?:\(\)|\.|->|::|\s{1,24}\.|[\"`\]]?\s{0,8}\()"
    r"|\w{0,24}[\"'`]?\)(?:\.|->)))"
)
_LIBRARIES = (
    # https://github.com/go-playground/webhooks
    ("options.secret", lazy_pattern(r"(?i:options\.(?P<key>secret))(?=\(\s{0,4}[\"`])")),
    # https://gidgethub.readthedocs.io/en/latest/sansio.html
    ("from_http", lazy_pattern(rf"from_http{_ARGUMENTS}{_FIELD % 'secret'}")),
    ("validate_event", lazy_pattern(rf"validate_event{_ARGUMENTS}{_FIELD % 'secret'}")),
    # https://probot.github.io/docs/configuration/
    ("probot", lazy_pattern(rf"(?i:probot)\w{{0,20}}{_ARGUMENTS}{_FIELD % 'secret'}")),
    # https://octokitnet.readthedocs.io
    (
        "dictionary<string",
        lazy_pattern(
            r"(?i:dictionary)<string,\s?(?:string|object)>(?:\(\))?\s{0,20}"
            r"\{[^;]{0,240}?[{\[]\s{0,8}\"(?P<key>secret)(?=\"(?:\s?,|\]\s?=)"
            r"[^;]{0,160};[^\0]{0,160}?Hook\w{0,20}\()"
        ),
    ),
    # https://docs.stripe.com/webhooks#verify-official-libraries
    (
        "construct",
        lazy_pattern(
            r"(?i:construct_?event)\([^()\"']{0,80},\s{0,4}(?P<key>\w{1,30})(?=,\s?[\"'])"
        ),
    ),
)
"""Calls of libraries that do nothing else than check webhooks, by a word that they hold."""


def keys_in_calls(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """Where such secrets are called secret, or what they are the argument of."""
    for word, expression in _LIBRARIES:
        for position in occurrences(lower, word):
            if found := expression.match(text, position, position + CALL_REACH):
                yield found.span("key")
    if "hook" not in lower:
        return
    for anchor in _ANCHOR.finditer(lower):
        position = anchor.start()
        first = max(0, position - LONGEST_FRONT)
        for before, after in _ROWS:
            found = after.match(text, position, position + CALL_REACH)
            if found and before.search(text, first, position):
                yield found.span("key")
