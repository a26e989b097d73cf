"""The proxy of the user's environment, which only ever sees an encrypted connection pass.

``HTTPS_PROXY`` and ``NO_PROXY`` are read as ``urllib.request`` reads them; the proxy is asked by
CONNECT (RFC 9110, section 9.3.6) for a way to the host, with which TLS is then spoken.
"""

from __future__ import annotations

import base64
import http.client
import re
import socket
from urllib.parse import unquote_to_bytes
from urllib.request import getproxies_environment, proxy_bypass

from keyguard.errors import KeyguardError
from keyguard.http.address import NoAnswerError
from keyguard.http.origin import HTTP, Origin, parse_origin
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

VARIABLE = "the proxy of the environment (HTTPS_PROXY)"
_SCHEME = lazy_pattern(r"(?P<scheme>[a-z][a-z0-9+.-]*)://", re.IGNORECASE | re.ASCII)
_OK = range(200, 300)


class Proxy(NamedTuple):
    """Where the proxy is, and the credentials that it is told."""

    origin: Origin
    authorization: str = ""

    def __repr__(self) -> str:
        return f"Proxy({self.origin})"


def proxy_for(origin: Origin) -> Proxy | None:
    """The proxy for a host. None if there is none, and for a host without encryption.

    Raises ``KeyguardError`` if the variable names anything but an HTTP proxy.
    """
    address = getproxies_environment().get("https", "")
    if not origin.is_tls or not address or proxy_bypass(f"{origin.host}:{origin.port}"):
        return None
    match = _SCHEME.match(address)
    if match and match["scheme"].lower() != HTTP:
        raise KeyguardError(
            f"{VARIABLE} is of the kind {match['scheme'].lower()}, which can't be used; name one "
            "that begins with http://."
        )
    login, at, place = address[match.end() if match else 0 :].rstrip("/").rpartition("@")
    return Proxy(parse_origin(f"{HTTP}://{place}", VARIABLE), _basic(login) if at else "")


def open_tunnel(through: socket.socket, origin: Origin, proxy: Proxy) -> None:
    """Asks the proxy at the other end for a way to the host. Raises ``NoAnswerError``."""
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    lines = [f"CONNECT {host}:{origin.port} HTTP/1.1", f"Host: {host}:{origin.port}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    through.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii"))
    answer = http.client.HTTPResponse(through, method="CONNECT")
    try:
        answer.begin()
        if answer.status not in _OK:
            raise NoAnswerError(f"the proxy {proxy.origin} refuses ({answer.status})")
    finally:
        answer.close()


def _basic(login: str) -> str:
    """RFC 7617. The login stands in the variable with what is special escaped."""
    return "Basic " + base64.b64encode(unquote_to_bytes(login)).decode("ascii")
