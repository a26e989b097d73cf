"""Real servers on the loopback, with TLS if need be, that answer as they are told."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def authorization(self) -> str | None:
        return self.headers.get("Authorization")


@dataclass(frozen=True)
class Reply:
    """A status with a body; ``raw`` is written in the place of both, byte for byte."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Answer = Callable[[Received], Reply]
AnyServer = TypeVar("AnyServer", bound=ThreadingHTTPServer)


class Server(ThreadingHTTPServer):
    """A server that remembers what it got."""

    daemon_threads = True

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.answer = answer
        self.received: list[Received] = []
        self.scheme = "https" if tls else "http"
        self._tls = tls

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self._tls:
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what some tests are about."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"{self.scheme}://{LOOPBACK}:{self.port}"


class Proxy(Server):
    """A proxy by CONNECT that leads everything to one server, whatever host it is asked for."""

    def __init__(self, to: Server, refusal: int = 0) -> None:
        super().__init__(lambda call: Reply(501))
        self.to = to
        self.refusal = refusal
        self.seen = bytearray()
        """What passed through, in both directions."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        received = Received(self.command, self.path, dict(self.headers.items()), body)
        self.server.received.append(received)
        reply = self.server.answer(received)
        self.close_connection = True
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            return
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def do_CONNECT(self) -> None:
        """As a proxy: only then is the server one."""
        proxy = self.server
        assert isinstance(proxy, Proxy)
        proxy.received.append(Received("CONNECT", self.path, dict(self.headers.items()), b""))
        self.close_connection = True
        if proxy.refusal:
            self.send_error(proxy.refusal)
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(proxy.to.server_address[:2]) as onward:
            back = Thread(target=_relay, args=(onward, self.connection, proxy.seen), daemon=True)
            back.start()
            _relay(self.connection, onward, proxy.seen)
            back.join()

    def log_message(self, *arguments: Any) -> None:
        """Nothing: what is received is remembered."""


def _relay(source: socket.socket, sink: socket.socket, seen: bytearray) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            seen += data
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def running(server: AnyServer) -> Iterator[AnyServer]:
    """The server, at work until the end of the block."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Certificate:
    """A certificate that nobody else trusts, and its key."""

    path: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


def make_certificate(folder: Path, *names: str) -> Certificate:
    """A certificate for these names (``DNS:localhost``), made by openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificates")
    path, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=keyguard tests", "-keyout", key, "-out", path,
            "-addext", "subjectAltName=" + ",".join(names),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return Certificate(path, key)
