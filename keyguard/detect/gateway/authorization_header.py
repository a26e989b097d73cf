"""Authorization headers for the Gateway that lack the ``Bearer`` scheme.

The Gateway takes ``Authorization: Bearer <key>`` alone (docs.gateway.connexease.com,
/essentials/authentication). A header is the Gateway's if its value is a Gateway key, or if the
Gateway's is the nearest URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from keyguard.detect.vendors.evidence import vendor_on_line
from keyguard.model import Confidence, Detection, Kind, View
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.windows import ClueReach

HEADER_CLUES = ClueKinds({ClueKind.GATEWAY})
"""Clues to a header without a Gateway key; with one, the key is a clue already."""
URL_REACH = 600
"""Characters on either side of a header within which the URL of its request is looked for."""
LONGEST_VALUE = 200
LONGEST_HEADER = 200
"""Characters of a header without its value: its name, a call's brackets, what joins strings."""
HEADER_REACH = ClueReach(
    before=URL_REACH + LONGEST_HEADER, after=URL_REACH + LONGEST_HEADER + LONGEST_VALUE
)
"""How far around the clue, which is the host or path of the URL, a header is decided."""

_HEADER = lazy_pattern(
    r"""(?<![A-Za-z0-9_-])(?P<name>authorization)
    (?: \\?["'`]\]?[ \t]{0,8}(?::|,|=>|=(?!=)) | [ \t]{0,8}:
      | (?<=[hH]eaders\.authorization|.common\.authorization)[ \t]{0,8}=(?!=) )
    \s{0,20} (?:[fFbr$@]{0,2}\\?["'`])?""",
    re.VERBOSE | re.IGNORECASE,
)
"""``Authorization: x``, ``"Authorization": "x"``, ``["Authorization"] = x``,
``header("Authorization", x)``, ``headers.Authorization = x``. The value follows the match."""

_SCHEME = lazy_pattern(r"(?P<scheme>[A-Za-z][A-Za-z-]{1,15})[ \t]{1,4}(?=[\w${#<%(\[.*+\"'`-])")
_MALFORMED_SCHEMES = frozenset({
    "token", "basic", "api-key", "apikey", "key", "digest", "jwt", "oauth", "x-api-key",
})  # fmt: skip
_CONCATENATED = lazy_pattern(r"[ \t]{0,4}(?:\.{1,2}|\+|<>|&)[ \t]{0,4}(?=[A-Za-z_$])")
"""``"Authorization: " . $apiKey``: the quote in front of it is taken for the value's."""
_FIELD_LAST = lazy_pattern(
    r"""\b(?:set|add)Value\(\s{0,8}["']?(?P<value>[^,\n]{1,120}),\s{0,8}"""
    r"""forHTTPHeaderField:\s{0,8}"(?P<name>authorization)\"""",
    re.IGNORECASE,
)
_SCHEME_FIRST = lazy_pattern(
    r"""\bAuthenticationHeaderValue\(\s{0,8}"(?P<name>[A-Za-z-]{2,16})","""
)
_BASIC = lazy_pattern(
    r"""(?<![\w-])(?P<name>-u|--user)[ \t=]{1,3}["']?
    | \b(?P<python>auth)[ \t]{0,2}=[ \t]{0,2}\(\s{0,8}["']?
    | \b(?P<class>HTTPBasicAuth)\(\s{0,8}["']?
    | \b(?P<script>auth):[ \t]{0,4}\{\s{0,20}username:[ \t]{0,4}["']?""",
    re.VERBOSE,
)
"""What makes a client send the scheme Basic: curl, requests, axios. The user follows the match."""
_GLUED = lazy_pattern(r"Bearer[:=]?[ps]k_")
_KEY = lazy_pattern(r"[ps]k_")
_NAMES_KEY = lazy_pattern(
    r"[${<%({\[]{0,3}[ \t]{0,2}(?:[A-Za-z_$][\w$]{0,60}(?:\.|->|::|\[[\"'])){0,5}"
    r"(?:get(?:env)?\([\"'])?(?:[A-Za-z_][\w-]{0,40}?)?(?:key|KEY|Key)"
    r"(?![\w-]|\s{0,3}(?:\?(?!\?)|&&|[(.+]))"
)
"""The variable that holds the key, in whatever syntax, or a placeholder: ``${API_KEY}``,
``os.environ["CONNEXEASE_API_KEY"]``, ``config.apiKey``, ``YOUR_API_KEY``, ``<your-api-key>``."""

_HOST = lazy_pattern(
    r"(?:https?:\\?/\\?/|[\"'`])(?P<host>[\w.-]{1,100}\.[a-z]{2,10})(?=[/:\"'`\\?\s]|\Z)|/v1/wa/message",
    re.IGNORECASE,
)
_GATEWAY = ("gateway.connexease.com", "api-gateway.connexease.com", "/v1/wa/message")


def find_malformed_headers(view: View, keys: Iterable[Detection]) -> Iterator[Detection]:
    """Every malformed header of a view; ``keys`` are the Gateway keys found in it."""
    text = view.text
    if view.binary:
        return
    starts = {key.start: key for key in keys}
    near_gateway = any(name in text for name in _GATEWAY)
    if not (starts or near_gateway):
        return
    if near_gateway:
        yield from _other_forms(view)
    for header in _HEADER.finditer(text):
        fault = _fault(text, header.end())
        if fault is None:
            continue
        scheme, value_start = fault
        key = starts.get(value_start)
        if key is None and not (near_gateway and _is_for_gateway(text, header)):
            continue
        start = header.end() if scheme else header.start("name")
        shown = scheme or header["name"]
        yield Detection(
            view=view,
            start=start,
            end=start + len(shown),
            kind=Kind.AUTHORIZATION,
            value=shown,
            confidence=key.confidence if key else Confidence.HIGH,
        )


def _other_forms(view: View) -> Iterator[Detection]:
    """Headers for the Gateway that are not written as a name and a value."""
    text = view.text
    faults = [
        *((form, "name", "") for form in _FIELD_LAST.finditer(text) if _lacks_scheme(form)),
        *((form, "name", form["name"]) for form in _SCHEME_FIRST.finditer(text)),
        *(
            (form, form.lastgroup or "", "Basic")
            for form in _BASIC.finditer(text)
            if _bare(text, form.end())
        ),
    ]
    for form, group, scheme in faults:
        if scheme and scheme.lower() not in _MALFORMED_SCHEMES:
            continue
        if _is_for_gateway(text, form):
            start, end = form.span(group)
            yield Detection(
                view=view,
                start=start,
                end=end,
                kind=Kind.AUTHORIZATION,
                value=scheme or text[start:end],
                confidence=Confidence.HIGH,
            )


def _lacks_scheme(form: re.Match[str]) -> bool:
    return _fault(form["value"], 0) is not None


def _bare(text: str, start: int) -> bool:
    """Whether a key, or a variable that holds one, is there."""
    return bool(_KEY.match(text, start) or _NAMES_KEY.match(text, start, start + LONGEST_VALUE))


def _fault(text: str, start: int) -> tuple[str, int] | None:
    """The wrong scheme (empty if there is none) and where the credential starts; None if well."""
    glued = _GLUED.match(text, start)
    if glued:
        return "", glued.end() - len("pk_")
    scheme = _SCHEME.match(text, start, start + LONGEST_VALUE)
    if scheme:
        known = scheme["scheme"].lower() in _MALFORMED_SCHEMES
        return (scheme["scheme"], scheme.end()) if known else None
    if concatenated := _CONCATENATED.match(text, start):
        start = concatenated.end()
    return ("", start) if _bare(text, start) else None


def _is_for_gateway(text: str, header: re.Match[str]) -> bool:
    """Whether the header's URL is the Gateway's, and no vendor is named on the header's line.

    That is one on the same line, else one in the same brackets, else any near it.
    """
    if vendor_on_line(text, header.start(), header.end()):
        return False
    start = header.start()

    def distance(host: re.Match[str]) -> tuple[bool, bool, int]:
        between = text[min(start, host.start()) : max(start, host.start())]
        return "\n" in between, _leaves_brackets(between), len(between)

    hosts = _HOST.finditer(text, max(0, start - URL_REACH), start + URL_REACH)
    nearest = min(hosts, key=distance, default=None)
    return nearest is not None and nearest[0].lower().endswith(_GATEWAY)


def _leaves_brackets(text: str) -> bool:
    """Whether a bracket closes that was open before."""
    depths = accumulate((character in "([{") - (character in ")]}") for character in text)
    return min(depths, default=0) < 0
