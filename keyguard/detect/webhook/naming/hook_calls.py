"""Secrets in what is said to a webhook, or to an API of webhooks, by other means than a name: the
argument of a constructor, a method of a builder, a column of a table, a field of a request, a path
of CUE."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.name_spelling import METHODS, PATH, SECRET

LONGEST_FRONT = 130
"""Characters of such a place in front of the word."""
API_REACH = 300
"""Characters between the path of an API of webhooks and a field of its request."""

_LITERAL = r"\(\s{0,8}[\"'`](?:whsec_|(?=(?:[A-Za-z+/]{0,30}[0-9]){2})[A-Za-z0-9+/]{32})"
_BEFORE_FIELD = r"(?:\\?[\"']|[\[&?{,\s])"
_AFTER_FIELD = r"(?=(?:\\?[\"']|\])?\s{0,2}[:=])"
_CALLS = (
    # https://www.standardwebhooks.com, https://docs.svix.com/receiving/verifying-payloads/how
    ("web", rf"(?P<key>hook(?:(?:\.|::)new)?)(?={_LITERAL})"),
    ("web[-_]?", rf"hook\w{{0,24}}{METHODS}(?P<key>{SECRET})(?=\()"),
    ("web[-_]?", rf"hooks?{PATH}(?P<key>{SECRET})(?=:[ ]|[ ][\"'])"),
    (
        r"into\s{1,8}[\w.\"`\[]{0,40}web",
        r"hooks?\w{0,20}[\"`\]]?\s{0,8}\([^()]{0,200}?[\"`\[\s,(](?P<key>secret)(?=[\"`\]]?\s{0,8}[,)])",
    ),
    # https://docs.github.com/en/rest/repos/webhooks
    (
        r"(?:repos|orgs)/[^/\s\"']{1,50}/(?:[^/\s\"']{1,60}/)?",
        rf"hooks[\"'\s][^;]{{0,{API_REACH}}}?{_BEFORE_FIELD}(?P<key>secret){_AFTER_FIELD}",
    ),
    # https://docs.gitlab.com/api/project_webhooks/
    (
        r"(?:projects|groups)/[^/\s\"']{1,80}/",
        rf"hooks[\"'\s?][^;]{{0,{API_REACH}}}?{_BEFORE_FIELD}(?P<key>token){_AFTER_FIELD}",
    ),
)
_ROWS = tuple(
    (lazy_pattern(rf"(?i:{before})\Z"), lazy_pattern(rf"(?i:{after})")) for before, after in _CALLS
)
"""What is in front of the word, and what begins with it."""
_ANCHOR = lazy_pattern(
    r"hook(?=s?(?:[\"'`:(.?\s\]]|->|\w{1,24}(?:\(\)|\.|->|::|\s{1,24}\.|[\"`\]]?\s{0,8}\()))"
)


def keys_in_calls(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """Where such secrets are called secret, or what they are the argument of."""
    if "hook" not in lower:
        return
    for anchor in _ANCHOR.finditer(lower):
        position = anchor.start()
        first = max(0, position - LONGEST_FRONT)
        for before, after in _ROWS:
            found = after.match(text, position)
            if found and before.search(text, first, position):
                yield found.span("key")
