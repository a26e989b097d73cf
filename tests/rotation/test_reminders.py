"""Every report says which rotations are open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rotation.leaked import DIGEST, KEY, close, rotation, start
from tests.servers import Server, running
from tests.tools import Repository, keyguard
from tests.verify.gateway import gateway


@pytest.mark.parametrize("command", ["audit", "ci"])
def test_what_is_open_is_said(command: str, leak: Repository, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}")
    env = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_EVENT_PATH": str(event)}
    before = keyguard(command, "-f", "json", cwd=leak.path, env=env)
    start(leak)
    rotation(leak, "mark", DIGEST, "revoked", "--by", "Ada")
    after = keyguard(command, "-f", "json", cwd=leak.path, env=env)
    assert after.code == before.code
    assert [each["fingerprint"] for each in after.json["findings"]] == [
        each["fingerprint"] for each in before.json["findings"]
    ]
    assert "rotation" not in before.err
    assert f"the rotation of production key {DIGEST[:12]} is open" in after.err
    assert "not done yet: replaced, environment updated, restarted, history cleaned" in after.err
    with running(Server(gateway({}))) as server:
        close(leak, server)
    assert "is open" not in keyguard(command, "-f", "json", cwd=leak.path, env=env).err


PLACES = {
    "text": "the rotation of production key",
    "markdown": "the rotation of production key",
    "html": "the rotation of production key",
    "github": "::notice title=keyguard%3A rotation::",
}


@pytest.mark.parametrize("format", PLACES)
@pytest.mark.parametrize("command", ["audit", "ci"])
def test_what_is_open_stands_in_the_report(
    command: str, format: str, leak: Repository, tmp_path: Path
) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}")
    env = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_EVENT_PATH": str(event)}
    start(leak)
    result = keyguard(command, "-f", format, cwd=leak.path, env=env)
    words = " ".join(result.out.split())
    assert PLACES[format] in words
    assert DIGEST[:12] in words
    assert "is open" not in result.err
    quiet = keyguard(command, "-q", "-f", format, cwd=leak.path, env=env)
    assert "is open" not in quiet.out + quiet.err


def test_json_has_what_is_open(leak: Repository) -> None:
    assert "rotations" not in keyguard("audit", "-f", "json", cwd=leak.path).json
    start(leak)
    (sentence,) = keyguard("audit", "-f", "json", cwd=leak.path).json["rotations"]
    assert DIGEST[:12] in sentence


def test_a_clean_repository_says_what_is_open(repository: Repository) -> None:
    start_with = rotation(repository, "start", "--key-stdin", "--by", "Ada", stdin=f"{KEY}\n")
    assert start_with.code == 0
    repository.commit()
    result = keyguard("audit", cwd=repository.path)
    assert (result.code, DIGEST[:12] in result.out) == (0, True)


def test_a_bare_repository_says_what_its_head_says(leak: Repository, tmp_path: Path) -> None:
    start(leak)
    leak.commit()
    bare = tmp_path / "bare.git"
    leak.git("clone", "--quiet", "--bare", ".", str(bare))
    assert DIGEST[:12] in keyguard("audit", bare, cwd=tmp_path).out
