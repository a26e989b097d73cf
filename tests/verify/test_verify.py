"""Which keys ``verify`` asks a Gateway about, and who has to say yes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keyguard.fingerprint import digest
from keyguard.verify.throttle import INTERVAL
from tests.samples import body, production_key, staging_key, webhook_secret
from tests.servers import Reply, Server, running
from tests.terminals import all_shown
from tests.tools import Repository, keyguard
from tests.verify.gateway import NO_MESSAGE, error, gateway, liveness, sent, verify
from tests.verify.keys import FIRST, STAGING, with_files


@pytest.mark.parametrize(
    ("reply", "code"), [(NO_MESSAGE, 1), (error(401, "AUTH_001"), 1), (Reply(503), 2)]
)
def test_exit_codes(reply: Reply, code: int, folder: Path) -> None:
    with running(Server(gateway({FIRST: reply}))) as server:
        assert verify(server, folder, "--yes").code == code


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


@pytest.mark.parametrize("interval", [INTERVAL])
def test_no_more_keys_than_asked_for(tmp_path: Path, interval: float) -> None:
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
        shown = all_shown(terminal).decode()
    assert (process.returncode, len(server.received)) == (code, calls)
    assert f"Send 1 key to {server.url}?" in shown


def test_nothing_found_is_nothing_to_ask(tmp_path: Path) -> None:
    folder = with_files(tmp_path, **{"app.py": "print(1)\n"})
    assert verify("http://127.0.0.1:1", folder).code == 0
