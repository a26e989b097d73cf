"""One request and its answer. A redirect is an answer like any other: it is not followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing

from keyguard import __version__
from keyguard.http.address import Address, NoAnswerError
from keyguard.http.deadline import Deadline
from keyguard.http.origin import Origin
from keyguard.http.proxy import Proxy, open_tunnel
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

LIMIT = 64 * 1024
"""Bytes of an answer that are read."""
_LENGTH = lazy_pattern(r"[0-9]{1,18}")
USER_AGENT = f"keyguard/{__version__}"


class Route(NamedTuple):
    """The way to a host: its addresses, or those of the proxy in between."""

    origin: Origin
    addresses: tuple[Address, ...]
    context: ssl.SSLContext | None = None
    """The context that checks certificates; None for a host without TLS."""
    proxy: Proxy | None = None


class Request(NamedTuple):
    """A POST request. ``headers`` hold a secret and are not shown."""

    target: str
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Request({self.target!r})"


class Answer(NamedTuple):
    """The answer to a request.

    ``whole``: the body is neither cut off nor larger than ``LIMIT``. ``seconds`` is the time from
    the start of the connection to the end of what was read.
    """

    status: int
    body: bytes
    whole: bool
    seconds: float


def exchange(route: Route, request: Request, seconds: float) -> Answer:
    """Sends a request over a new connection. Raises ``NoAnswerError``."""
    started = time.monotonic()
    with Deadline(seconds) as deadline:
        try:
            with closing(_connected(route, deadline)) as connection:
                status, body, whole = _exchanged(connection, route.origin, request)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if not deadline.passed and not isinstance(error, TimeoutError):
                raise NoAnswerError(_reason(error)) from error
            deadline.passed = True
        if deadline.passed:
            raise NoAnswerError(f"no answer within {seconds:g} s", timed_out=True)
    return Answer(status, body, whole, time.monotonic() - started)


def _connected(route: Route, deadline: Deadline) -> socket.socket:
    """A connection to the host, encrypted if the route is."""
    connection = _connected_to_any(route.addresses, deadline)
    try:
        if route.proxy is not None:
            open_tunnel(connection, route.origin, route.proxy)
        if route.context is None:
            return connection
        connection = route.context.wrap_socket(
            connection, server_hostname=route.origin.host, do_handshake_on_connect=False
        )
        deadline.watch(connection)
        connection.do_handshake()
    except BaseException:
        connection.close()
        raise
    return connection


def _connected_to_any(addresses: tuple[Address, ...], deadline: Deadline) -> socket.socket:
    """A connection to the first address that accepts one. Raises ``OSError`` of the last."""
    failure = OSError("it has no address")
    for number, address in enumerate(addresses):
        connection = socket.socket(address.family, socket.SOCK_STREAM)
        deadline.watch(connection, of=len(addresses) - number)
        try:
            connection.connect(address.location)
        except OSError as error:
            connection.close()
            failure = error
        else:
            deadline.watch(connection)
            return connection
    raise failure


def _exchanged(
    connection: socket.socket, origin: Origin, request: Request
) -> tuple[int, bytes, bool]:
    """Status, body, and whether that is all of it."""
    client = http.client.HTTPConnection(origin.host, origin.port)
    client.auto_open = 0  # or it would open a connection of its own if this one has ended
    client.sock = connection
    headers = {"Host": origin.authority, "User-Agent": USER_AGENT, "Connection": "close"}
    client.request("POST", request.target, request.body, {**headers, **request.headers})
    with client.getresponse() as answer:
        _check_framing(answer)
        body = answer.read(LIMIT + 1)
        whole = len(body) <= LIMIT and not answer.length
        return answer.status, body[:LIMIT], whole


def _check_framing(answer: http.client.HTTPResponse) -> None:
    """Raises ``ValueError`` for headers that are none, and for a length that is no number or two:
    what such an answer says, its sender may not have meant (RFC 9112, section 6.3)."""
    lengths = set(answer.headers.get_all("Content-Length", ()))
    if answer.headers.defects or len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
        raise ValueError("its headers are damaged")


def _reason(error: Exception) -> str:
    """What went wrong, in words that are ours: those of the other side may be anything."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason or 'the connection was cut'})"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
        return "the connection was cut before an answer came"
    if isinstance(error, OSError):
        return f"it can't be reached ({error.strerror or type(error).__name__})"
    return "what came back is no sound HTTP answer"
