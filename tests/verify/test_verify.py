"""``verify`` against a real Gateway on the loopback: what is reported, and what is sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keyguard.fingerprint import digest
from tests.samples import body, production_key, staging_key, webhook_secret
from tests.servers import Received, Reply, Server, running
from tests.tools import Repository, keyguard
from tests.verify.gateway import NO_MESSAGE, error, gateway, liveness, sent, verify

FIRST, SECOND, THIRD = (production_key(f"verify {n}") for n in range(3))
STAGING = staging_key("verify")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one key."""
    return with_files(tmp_path, **{"app.py": f'key = "{FIRST}"\n'})


def with_files(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_what_is_alive_comes_first(tmp_path: Path) -> None:
    files = {"a.py": f'a = "{FIRST}"\n', "b.py": f'b = "{STAGING}"\n', "c.py": f'c = "{THIRD}"\n'}
    folder = with_files(tmp_path, **files)
    replies = {STAGING: NO_MESSAGE, THIRD: error(500, "AUTH_004")}
    with running(Server(gateway(replies))) as server:
        result = verify(server, folder, "--yes", "-f", "json")
        text = verify(server, folder, "--yes").out
    assert result.code == 2
    assert liveness(result) == ["alive", "dead", "unknown"]
    assert [finding["path"] for finding in result.json["findings"]] == ["b.py", "a.py", "c.py"]
    assert not result.json["complete"]
    assert "1 key could not be verified" in result.json["problems"][0]["message"]
    assert "3 keys: 1 alive, 1 dead, 1 unknown; revoke what is alive first." in result.err
    assert text.startswith("b.py\n")
    assert "Alive: the Gateway accepts it" in text
    assert "Dead, as of now" in text
    assert "Unknown whether it is alive" in text
    assert not any(key in text + result.out + result.err for key in (FIRST, STAGING, THIRD))


@pytest.mark.parametrize(
    ("reply", "code"), [(NO_MESSAGE, 1), (error(401, "AUTH_001"), 1), (Reply(503), 2)]
)
def test_exit_codes(reply: Reply, code: int, folder: Path) -> None:
    with running(Server(gateway({FIRST: reply}))) as server:
        assert verify(server, folder, "--yes").code == code


@pytest.mark.parametrize("reply", [NO_MESSAGE, error(401, "AUTH_001"), Reply(503)])
def test_what_is_unknown_or_dead_is_as_severe_as_before(reply: Reply, folder: Path) -> None:
    plain = keyguard("scan", "-f", "json", cwd=folder).json["findings"]
    with running(Server(gateway({FIRST: reply}))) as server:
        told = verify(server, folder, "--yes", "-f", "json").json["findings"]
    assert [each["severity"] for each in told] == [each["severity"] for each in plain]
    assert [each["fingerprint"] for each in told] == [each["fingerprint"] for each in plain]


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


def test_a_slow_answer_is_none(folder: Path) -> None:
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
                for _ in range(80):
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


def test_each_key_is_sent_once_and_nothing_else(tmp_path: Path) -> None:
    secret, eleven = webhook_secret("verify"), "sk_" + body("eleven", 48, "0123456789abcdef")
    allowed, others = production_key("allowed"), staging_key("pollinations")
    unsure = "pk_" + body("unsure", 40)
    folder = with_files(
        tmp_path,
        **{
            "a.py": f'a = "{FIRST}"\nb = "{FIRST}"\nc = "{STAGING}"\n',
            "b.py": f'a = "{FIRST}"\nWEBHOOK_SECRET = "{secret}"\n',
            "c.py": f'ELEVENLABS_API_KEY = "{eleven}"\nx = "{allowed}"  # keyguard: allow\n',
            "d.py": f'POLLINATIONS_API_KEY = "{others}"\n',
            "e.py": "# connexease" + "\n" * 20 + f'x = "{unsure}"\n',
        },
    )
    with running(Server(gateway({}))) as server:
        result = verify(server, folder, "--yes", "--all", "-f", "json")
    assert sorted(sent(server, FIRST, STAGING, secret, eleven, allowed, others, unsure)) == sorted(
        [FIRST, STAGING]
    )
    assert {finding["path"] for finding in result.json["findings"]} == set(
        map("{}.py".format, "abcde")
    )
    assert len(server.received) == 3


def test_known_findings_are_asked_about_too(tmp_path: Path) -> None:
    folder = with_files(tmp_path, **{"app.py": f'key = "{FIRST}"\n'})
    (folder / ".keyguard.toml").write_text('baseline = ".keyguard-baseline.json"\n')
    (folder / ".keyguard-baseline.json").write_text(
        '{"schema": "keyguard-baseline/1", "findings": []}'
    )
    assert keyguard("baseline", "update", cwd=folder).code == 0
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        result = verify(server, folder, "--yes", "-f", "json")
    assert (result.code, liveness(result)) == (0, ["alive"])


def test_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("app.py", f'key = "{FIRST}"\n')
    repository.commit_file("app.py", "key = None\n")
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        assert verify(server, repository.path, "--yes").code == 0
        assert server.received == []
        result = verify(server, repository.path, "--history", "--yes", "-f", "json")
    assert (result.code, liveness(result)) == (1, ["alive"])


def test_no_more_keys_than_asked_for(tmp_path: Path) -> None:
    keys = [production_key(f"many {number}") for number in range(4)]
    folder = with_files(tmp_path, **{"keys.txt": "".join(f"KEY={key}\n" for key in keys)})
    with running(Server(gateway({}))) as server:
        started = time.monotonic()
        result = verify(server, folder, "--yes", "--max", "2", "-f", "json")
        assert time.monotonic() - started >= 2, "one a second: a made-up one and two more"
        assert len(sent(server, *keys)) == 2
    assert (result.code, sorted(map(str, liveness(result)))) == (
        2,
        ["dead", "dead", "unknown", "unknown"],
    )


def test_fifty_unless_told_otherwise(tmp_path: Path) -> None:
    keys = [production_key(f"fifty {number}") for number in range(51)]
    folder = with_files(tmp_path, **{"keys.txt": "".join(f"KEY={key}\n" for key in keys)})
    result = verify("http://127.0.0.1:1", folder)
    assert result.code == 2
    assert "50 keys" in result.err


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_dry_run_sends_nothing(format: str, folder: Path) -> None:
    with running(Server(gateway({}))) as server:
        result = verify(server, folder, "--dry-run", "-f", format)
    assert (result.code, server.received) == (0, [])
    assert digest(FIRST) in result.out
    assert server.url in result.out
    assert FIRST not in result.out


def test_without_a_terminal_nothing_is_sent_unless_yes(folder: Path) -> None:
    with running(Server(gateway({}))) as server:
        result = verify(server, folder)
    assert (result.code, server.received) == (2, [])
    assert "--yes" in result.err


@pytest.mark.parametrize(
    ("reply", "calls", "code"), [(b"n\n", 0, 2), (b"\n", 0, 2), (b"y\n", 2, 1)]
)
def test_a_question_on_a_terminal(reply: bytes, calls: int, code: int, folder: Path) -> None:
    terminal, theirs = pytest.importorskip("pty").openpty()
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "keyguard", "verify", "--host", server.url],
            cwd=folder,
            env=os.environ | {"XDG_CACHE_HOME": str(folder.parent / "cache")},
            stdin=theirs,
            stderr=theirs,
            stdout=subprocess.PIPE,
        )
        os.close(theirs)
        os.write(terminal, reply)
        process.communicate()
        shown = os.read(terminal, 65536).decode()
        os.close(terminal)
    assert (process.returncode, len(server.received)) == (code, calls)
    assert f"Send 1 key to {server.url}?" in shown


def test_nothing_found_is_nothing_to_ask(tmp_path: Path) -> None:
    folder = with_files(tmp_path, **{"app.py": "print(1)\n"})
    assert verify("http://127.0.0.1:1", folder).code == 0


@pytest.mark.parametrize("format", ["text", "json", "sarif", "html", "markdown", "junit"])
def test_what_is_alive_comes_first_in_every_format(format: str, tmp_path: Path) -> None:
    """Even where what is not is the more severe. GitHub counts errors and warnings apart."""
    folder = with_files(tmp_path, **{"a.py": f'a = "{FIRST}"\n', "b.py": f'b = "{STAGING}"\n'})
    with running(Server(gateway({STAGING: NO_MESSAGE}))) as server:
        text = verify(server, folder, "--yes", "-f", format).out
    assert 0 <= text.index("b.py") < text.index("a.py")


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "html", "markdown", "junit"])
def test_every_format_says_that_it_is_alive(format: str, folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        result = verify(server, folder, "--yes", "-f", format)
    said = "alive, high" if format == "markdown" else "Alive: the Gateway accepts it"
    assert said in result.out
    assert FIRST not in result.out


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
