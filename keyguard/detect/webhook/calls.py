"""Calls of a webhook that bring the secret along: curl lines, HTTP files, tests of the handler.

Only a request to a route that is called webhook counts, and not one to another service's API:
there a Bearer token is that service's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.prefilter.windows import ClueReach

ROUTE_REACH = 160
"""Characters between the route and the header, at most."""
LONGEST_TOKEN = 90
CALL_REACH = ClueReach(before=ROUTE_REACH + 60, after=LONGEST_TOKEN + ROUTE_REACH)
"""The clue is the header and the first characters of the token."""

_HEADER = re.compile(
    r"""authorization["']?\s{0,4}(?::|=>|=|,(?:\s{0,40}["']value["']\s?:)?)\s{0,4}
    ["'`]?[Bb]earer\ """
    rf"""(?P<value>[^\s"'`$<{{]{{6,{LONGEST_TOKEN}}})""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile("authorization", re.IGNORECASE)
_ROUTE = re.compile(
    r"(?P<host>//[\w.:-]{1,80}|[\w.:-]{0,80})(?:/[\w.-]{1,40}){0,6}"
    r"/web-?hook(?:s/[a-z]{3,40})?(?![\w-])",
    re.IGNORECASE,
)
"""Below ``/webhooks`` alone an application keeps the webhooks that it sends itself."""
_FOREIGN_HOST = re.compile(r"(?:^|//|\.)api[.-]", re.IGNORECASE)
_OTHER_TOKEN = re.compile(r"token|jwt|access|admin|user|invalid|wrong|bad|fake", re.IGNORECASE)


def secrets_sent(text: str) -> Iterator[tuple[str, int]]:
    """Each literal secret in the header of a webhook call, and where it begins."""
    if "earer " not in text:
        return
    for word in _WORD.finditer(text):
        header = _HEADER.match(text, word.start())
        if header is None or _OTHER_TOKEN.search(header["value"]):
            continue
        before = text[max(0, header.start() - ROUTE_REACH) : header.start()]
        after = text[header.end() : header.end() + ROUTE_REACH]
        line = before.rpartition("\n")[2] + " " + after.partition("\n")[0]
        around = line if "://" in line else f"{before} {after}"
        routes = [route["host"] for route in _ROUTE.finditer(around)]
        if routes and not any(map(_FOREIGN_HOST.search, routes)):
            yield header["value"], header.start("value")
