"""What was answered is kept for a while, and not believed where others can write."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.servers import Reply, Server, running
from tests.verify.gateway import NO_MESSAGE, error, gateway, liveness, sent, verify
from tests.verify.keys import FIRST


def cached(folder: Path) -> list[Path]:
    return list(folder.parent.glob(f"{folder.name}-cache/keyguard/*.liveness"))


@pytest.mark.parametrize(
    ("reply", "age", "asked_again"),
    [
        (NO_MESSAGE, 0, False),
        (NO_MESSAGE, 3500, False),
        (NO_MESSAGE, 3700, True),
        (error(401, "AUTH_001"), 3700, False),
        (error(401, "AUTH_001"), 29 * 86400, False),
        (error(401, "AUTH_001"), 31 * 86400, True),
        (error(401, "AUTH_001"), -60, True),
        (Reply(503), 0, True),
    ],
)
def test_what_was_answered_is_kept(
    reply: Reply, age: float, asked_again: bool, folder: Path
) -> None:
    with running(Server(gateway({FIRST: reply}))) as server:
        first = verify(server, folder, "--yes", "-f", "json")
        for path in cached(folder):
            kept = json.loads(path.read_text())
            assert FIRST not in path.read_text() + path.name
            path.write_text(json.dumps({**kept, "asked": kept["asked"] - age}))
        before = len(server.received)
        again = verify(server, folder, "--yes", "-f", "json")
    assert (len(server.received) > before) is asked_again
    assert liveness(again) == liveness(first)


def test_what_is_kept_is_of_one_host_and_can_be_asked_again(folder: Path) -> None:
    with running(Server(gateway({}))) as server, running(Server(gateway({}))) as other:
        verify(server, folder, "--yes")
        verify(other, folder, "--yes")
        assert len(sent(other, FIRST)) == 1
        verify(server, folder, "--yes", "--fresh")
        assert len(sent(server, FIRST)) == 2


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b"null", b"7", b'{"liveness": "dead"}',
    b'{"liveness": "unknown", "reason": "", "asked": 0}', b"[" * 100_000, b"\xff"])  # fmt: skip
def test_what_is_damaged_is_not_believed(kept: bytes, folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        verify(server, folder, "--yes")
        for path in cached(folder):
            path.write_bytes(kept)
        assert liveness(verify(server, folder, "--yes", "-f", "json")) == ["alive"]
        assert len(sent(server, FIRST)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say who can write")
@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_can_write_is_not_believed(which: str, folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        verify(server, folder, "--yes")
        (path,) = cached(folder)
        path.write_text(path.read_text().replace('"alive"', '"dead"'))
        assert liveness(verify(server, folder, "--yes", "-f", "json")) == ["dead"]
        changed = path if which == "file" else path.parent
        changed.chmod(changed.stat().st_mode | 0o022)
        assert liveness(verify(server, folder, "--yes", "-f", "json")) == ["alive"]
