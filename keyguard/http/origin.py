"""The scheme, host and port of a request, read strictly from what a user typed."""

from __future__ import annotations

import re

from keyguard.errors import KeyguardError
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

HTTPS, HTTP = "https", "http"
PORTS = {HTTPS: 443, HTTP: 80}
_HIGHEST_PORT = 0xFFFF
_LONGEST_HOST = 253
"""Characters of a name: RFC 1035, section 2.3.4."""

_URL = lazy_pattern(
    r"""
    (?:(?P<scheme>https?)://)?
    (?P<host>\[[0-9a-f:.]+\]|[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*)\.?
    (?::(?P<port>[0-9]{1,5}))?
    (?P<target>(?:[/?][!-"$-\[\]-~]*)?)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""No user, no fragment, no backslash, no white space: about these, readers of URLs disagree, and so
about the host."""


class Origin(NamedTuple):
    """A host in lower case, without brackets and without the dot of the root, and a port."""

    scheme: str
    host: str
    port: int

    @property
    def is_tls(self) -> bool:
        """Whether the way there is encrypted."""
        return self.scheme == HTTPS

    @property
    def authority(self) -> str:
        """``host`` or ``host:port``, as in the header ``Host`` (RFC 9110, section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


class Url(NamedTuple):
    """An origin, and the path and query that are asked for there."""

    origin: Origin
    target: str

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def parse_url(text: str, what: str) -> Url:
    """The URL that was typed; without a scheme it is ``https``.

    Raises ``KeyguardError``, in which it is called ``what``, for anything else. What was typed is
    not quoted, since it may have a password.
    """
    match = _URL.fullmatch(text)
    if match is None or len(match["host"]) > _LONGEST_HOST:
        raise KeyguardError(
            f"{what} is not a plain address; write it as https://HOST, with :PORT or a path if "
            "need be, in ASCII, without a user, a fragment or spaces."
        )
    scheme = (match["scheme"] or HTTPS).lower()
    port = int(match["port"] or PORTS[scheme])
    if not 0 < port <= _HIGHEST_PORT:
        raise KeyguardError(f"{what} has the port {port}; ports are from 1 to {_HIGHEST_PORT}.")
    target = match["target"]
    path = target if target.startswith("/") else f"/{target}"
    return Url(Origin(scheme, match["host"].lower().strip("[]"), port), path)


def parse_origin(text: str, what: str) -> Origin:
    """The origin that was typed, which must not have a path. Raises ``KeyguardError``."""
    url = parse_url(text, what)
    if url.target != "/":
        raise KeyguardError(f"{what} has a path or a query; name the host alone.")
    return url.origin
