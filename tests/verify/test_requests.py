"""What ``verify`` sends, and that no key goes to what is not the Gateway."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from keyguard.verify.request import SECONDS
from tests.servers import Received, Reply, Server, running
from tests.verify.gateway import NO_MESSAGE, error, gateway, liveness, sent, verify
from tests.verify.keys import FIRST


def test_the_request(folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        verify(server, folder, "--yes")
    made_up, real = server.received
    for call in (made_up, real):
        assert (call.method, call.target) == ("POST", "/v1/wa/message?is_fake=true")
        assert call.body == b"{}"
        assert call.headers["Content-Type"] == "application/json"
        assert call.headers["Host"] == f"127.0.0.1:{server.port}"
    assert real.authorization == f"Bearer {FIRST}"
    assert made_up.authorization != real.authorization
    assert len(made_up.authorization or "") == len(real.authorization or "")


def test_the_made_up_key_is_another_each_time(folder: Path) -> None:
    with running(Server(gateway({}, Reply(200)))) as server:
        for _ in range(2):
            verify(server, folder, "--yes")
    first, second = (call.authorization for call in server.received)
    assert first != second


def _framed(header: bytes) -> bytes:
    body = error(401, "AUTH_001").body
    return b"HTTP/1.1 401 Unauthorized\r\n" + header + b"\r\n\r\n" + body


PORTALS = {
    "accepts everything": Reply(200, b'{"isSuccess": true}'),
    "shows a page": Reply(200, b"<html>Log in</html>"),
    "refuses everything": Reply(401, b"<html>Log in</html>"),
    "refuses in JSON": Reply(401, b'{"error": "AUTH_001"}'),
    "refuses with another code": error(401, "AUTH_002"),
    "limits": error(429, "RATE_001", retry_after=60),
    "leads elsewhere": Reply(302, headers={"Location": "/login"}),
    "fails": Reply(502),
    "cuts": Reply(raw=b""),
    "speaks something else": Reply(raw=b"SSH-2.0-OpenSSH\r\n"),
    "floods": Reply(401, b" " * 100_000 + error(401, "AUTH_001").body),
    "a length that is no number": Reply(raw=_framed(b"Content-Length: x")),
    "a length below zero": Reply(raw=_framed(b"Content-Length: -1")),
    "two lengths": Reply(raw=_framed(b"Content-Length: 52\r\nContent-Length: 53")),
    "a header that is none": Reply(raw=_framed(b"\0\xff none")),
    "promises more": Reply(401, error(401, "AUTH_001").body, {"Content-Length": "9999"}),
}


@pytest.mark.parametrize("name", PORTALS)
def test_no_key_goes_to_what_is_not_the_gateway(name: str, folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}, PORTALS[name]))) as server:
        result = verify(server, folder, "--yes", "-f", "json")
    assert (result.code, liveness(result)) == (2, ["unknown"])
    assert len(server.received) == 1
    assert sent(server, FIRST) == []


@pytest.mark.parametrize("limit", [SECONDS])
def test_a_slow_answer_is_none(folder: Path, limit: float) -> None:
    """One byte at a time: each comes in time, and all of them would take a day."""

    def drip(call: Received) -> Reply:
        if call.authorization == f"Bearer {FIRST}":
            time.sleep(0.1)
            return Reply(raw=b"HTTP/1.1 401 No\r\n" + b"a: b\r\n")
        return error(401, "AUTH_001")

    class Slow(Server):
        def finish_request(self, request: object, client_address: object) -> None:
            super().finish_request(request, client_address)  # type: ignore[arg-type]
            if self.received and self.received[-1].authorization == f"Bearer {FIRST}":
                with suppress(OSError):  # nobody listens any more
                    while True:
                        request.sendall(b"x")  # type: ignore[attr-defined]
                        time.sleep(0.1)

    with running(Slow(drip)) as server:
        result = verify(server, folder, "--yes", "-f", "json")
    assert (result.code, liveness(result)) == (2, ["unknown"])
    assert "within 5 s" in result.json["findings"][0]["message"]


def test_a_redirect_is_not_followed(folder: Path) -> None:
    with running(Server(lambda call: NO_MESSAGE)) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            moved = Reply(status, headers={"Location": elsewhere.url})
            with running(Server(gateway({FIRST: moved}))) as server:
                result = verify(server, folder, "--yes", "-f", "json")
            assert liveness(result) == ["unknown"]
    assert elsewhere.received == []
