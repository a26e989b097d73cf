"""Calls of a webhook that carry the secret: curl lines, HTTP files, tests of the handler.

Only a request to a route that is called webhook counts, and none to another service's API, where a
Bearer token is that service's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.text.search import occurrences
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.windows import ClueReach

SENT_CLUES = ClueKinds({ClueKind.SENT, ClueKind.HEADER})
ROUTE_REACH = 160
"""Characters between the route and the header, at most."""
CLIENT_ROUTE_REACH = 600
"""Characters between them in a file of an API client, which may have headers and a body there."""
LONGEST_TOKEN = 90
CALL_REACH = ClueReach(before=ROUTE_REACH + 60, after=LONGEST_TOKEN + ROUTE_REACH)
"""How far around the clue, the header and the first characters of the token, a call is decided."""

CLIENT_REACH = ClueReach(before=CLIENT_ROUTE_REACH, after=LONGEST_TOKEN + CLIENT_ROUTE_REACH)
"""The reach in files of an API client, which keep a request's token in members of its own."""

_HEADER = lazy_pattern(
    r"""authorization["']?\s{0,4}(?::|=>|=|,(?:\s{0,40}["']value["']\s?:)?)\s{0,4}
    \[?["'`]?[Bb]earer\ """
    rf"""(?P<value>[^\s"'`$<{{]{{6,{LONGEST_TOKEN}}})""",
    re.IGNORECASE | re.VERBOSE,
)
_VALUE = rf"(?P<value>[^\s\"'`$<{{}}]{{6,{LONGEST_TOKEN}}})"
_MEMBERS = r"(?:\"\w{1,20}\"\s?:\s?[^,{}\n]{1,60},\s{0,40}){0,3}"
_CLIENTS = tuple(
    (lazy_pattern(rf"(?:{before})\Z"), lazy_pattern(after))
    for before, after in (
        # Bruno, https://docs.usebruno.com/bru-lang/tag-reference
        ("auth:", rf"bearer\s?\{{\s{{1,20}}token:\s{{1,4}}{_VALUE}"),
        # Postman, https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
        (
            r"\"",
            r"bearer\"\s?:\s?\[\s{0,40}\{(?=[^{}]{0,200}\"token\")[^{}]{0,100}?\"value\"\s?:\s?\""
            rf"{_VALUE}\"",
        ),
        (r"\"", rf"bearer\"\s?:\s?\{{\s{{0,40}}\"token\"\s?:\s?\"{_VALUE}\""),
        # Insomnia, Hoppscotch and Thunder Client
        (
            r"\"(?:authT|t)ype\"\s?:\s?\"",
            rf"bearer\",\s{{0,40}}{_MEMBERS}\"(?:token|bearer)\"\s?:\s?\"{_VALUE}\"",
        ),
        (
            r"\btype:\s{1,4}",
            r"bearer\r?\n(?:[ \t]{1,20}\w{1,20}:[^\n]{0,60}\n){0,3}[ \t]{1,20}token:\s{1,4}"
            rf"[\"']?{_VALUE}",
        ),
    )
)
"""What is in front of the word bearer and how it goes on."""
LONGEST_FRONT = 20
_WORD = lazy_pattern("authorization", re.IGNORECASE)
_ROUTE = lazy_pattern(
    r"(?P<host>//[\w.:-]{1,80}|[\w.:-]{0,80})(?:/[\w.-]{1,40}){0,6}"
    r"/web-?hook(?:s/[a-z]{3,40})?(?![\w-])",
    re.IGNORECASE,
)
"""Below ``/webhooks`` alone an application keeps the webhooks that it sends itself."""
_ADDRESS = lazy_pattern(
    r"(?:https?://(?!schema\.)|\{\{[^{}\n]{1,40}\}\}/|(?<=[\"\s])/)[^\s\"'<>,]{1,200}"
)
_NAMES_HOST = lazy_pattern(r"://|(?<![\w@/.-])[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}(?::\d{1,5})?/\w")
_FOREIGN_HOST = lazy_pattern(r"(?:^|//|\.)api[.-]", re.IGNORECASE)
_OTHER_TOKEN = lazy_pattern(r"token|jwt|access|admin|user|invalid|wrong|bad|fake", re.IGNORECASE)


def secrets_sent(text: str) -> Iterator[TextAt]:
    """Each literal secret in the header of a webhook call, and where it begins."""
    if "earer" not in text:
        return
    for word in _WORD.finditer(text):
        header = _HEADER.match(text, word.start())
        if header and _is_sent(text, header):
            yield header["value"], header.start("value")
    for position in occurrences(text, "bearer"):
        token = _token_of_client(text, position)
        if token and _goes_to_webhook(text, token):
            yield token["value"], token.start("value")


def _token_of_client(text: str, position: int) -> re.Match[str] | None:
    for before, after in _CLIENTS:
        token = after.match(text, position)
        if token and before.search(text, max(0, position - LONGEST_FRONT), position):
            return token
    return None


def _goes_to_webhook(text: str, token: re.Match[str]) -> bool:
    """Whether the nearest address is a webhook's: a file holds many requests."""
    if _OTHER_TOKEN.search(token["value"]):
        return False
    first, last = token.start() - CLIENT_ROUTE_REACH, token.end() + CLIENT_ROUTE_REACH
    addresses = list(_ADDRESS.finditer(text, max(0, first), last))
    nearest = min(addresses, key=lambda each: _distance(token, each), default=None)
    route = _ROUTE.search(nearest[0]) if nearest else None
    return route is not None and not _FOREIGN_HOST.search(route["host"])


def _distance(token: re.Match[str], address: re.Match[str]) -> int:
    return max(token.start() - address.end(), address.start() - token.end())


def _is_sent(text: str, header: re.Match[str]) -> bool:
    """Whether a header goes to a webhook, and no other token is meant."""
    if _OTHER_TOKEN.search(header["value"]):
        return False
    before = text[max(0, header.start() - ROUTE_REACH) : header.start()]
    after = text[header.end() : header.end() + ROUTE_REACH]
    line = before.rpartition("\n")[2] + " " + after.partition("\n")[0]
    around = line if _NAMES_HOST.search(line) else f"{before} {after}"
    if "hook" not in around.lower():
        return False
    routes = [route["host"] for route in _ROUTE.finditer(around)]
    return bool(routes) and not any(map(_FOREIGN_HOST.search, routes))
