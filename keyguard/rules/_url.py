"""Whether a value stands inside a URL: in its query, its path, or its user and password."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

REACH = 1_000
"""Characters of the URL on either side that are looked at."""

_INSIDE = lazy_pattern(r"""[^\s"'`<>|]*""")
_SCHEME = lazy_pattern(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}(?::|%3A)(?:\\?/|%2F){2}", re.IGNORECASE
)
"""Slashes may be escaped, as JSON and JavaScript do."""
_BEHIND_HOST = lazy_pattern(r"[/?#]|%2F|%3F", re.IGNORECASE)
_SEGMENT = lazy_pattern(r"(?:/|%2F)(?:bot|[\w.~%-]{1,60}[-.~])?\Z", re.IGNORECASE)
_PARAMETER = lazy_pattern(
    r"(?:[?&#]|&amp;|%3F|%26|\\u0026)[\w.~%\[\]-]{1,60}(?:=|%3D)"
    r"(?:Bearer(?:%20|\+)|\$\{\w{1,60}:?-)?\Z",
    re.IGNORECASE,
)
_QUERY = lazy_pattern(r"/[^?]{0,400}(?:\?|%3F)", re.IGNORECASE)
_USER_AFTER = lazy_pattern(r"(?::[^\s\"'`<>/?#@]{0,200})?@[^\s\"'`<>]")


def in_url(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a part of a URL, which may lack its scheme and host.

    Access logs and templates have such: ``GET /send?key=...``, ``${BASE}/send?key=...``.
    """
    first = max(0, start - REACH)
    line = text.rfind("\n", first, start) + 1 or first
    inside = _INSIDE.match(text[line:start][::-1])
    assert inside is not None
    before = inside[0][::-1]
    if not before:
        return False
    schemes = list(_SCHEME.finditer(before))
    if not schemes:
        parameter = _PARAMETER.search(before)
        return bool(parameter and _QUERY.search(before[: parameter.start() + 3]))
    rest = before[schemes[-1].end() :]
    if _BEHIND_HOST.search(rest):
        return bool(_SEGMENT.search(rest) or _PARAMETER.search(rest))
    return not rest or bool(_USER_AFTER.match(text, end))
