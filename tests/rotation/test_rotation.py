"""A leaked key from its discovery to its end, with a real repository and a Gateway."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from keyguard.fingerprint import digest
from keyguard.rotation.file import FILE_NAME
from tests.samples import production_key, staging_key, webhook_secret
from tests.servers import Received, Reply, Server, running
from tests.tools import Repository, Result, keyguard
from tests.verify.gateway import NO_MESSAGE, error, gateway, sent

KEY, OTHER = production_key("rotation"), staging_key("rotation")
DIGEST = digest(KEY)
STEPS = ["revoked", "replaced", "environment-updated", "restarted", "history-cleaned"]
DEAD = error(401, "AUTH_001")


@pytest.fixture
def leak(repository: Repository) -> Repository:
    """A key that was committed, and taken out again."""
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    repository.commit_file("app.py", "key = None\n")
    return repository


def rotation(
    repository: Repository, *arguments: str | Path, stdin: str = "", own_process: bool | None = None
) -> Result:
    result = keyguard(
        "rotation", *arguments, cwd=repository.path, stdin=stdin, own_process=own_process,
        env={"XDG_CACHE_HOME": str(repository.path.parent / "cache")},
    )  # fmt: skip
    assert KEY not in result.out + result.err
    return result


def kept(repository: Repository) -> list[dict[str, Any]]:
    return list(json.loads((repository.path / FILE_NAME).read_text())["rotations"])


def close(repository: Repository, server: Server, *options: str, stdin: str = "") -> Result:
    arguments = ("close", DIGEST[:8], "--by", "Ada", "--yes", "--host", server.url, *options)
    return rotation(repository, *arguments, stdin=stdin)


def mark(repository: Repository, of: str, step: str) -> Result:
    """As somebody else does, in a process of their own."""
    return rotation(repository, "mark", of, step, "--by", "Grace", own_process=True)


def start(repository: Repository) -> None:
    assert rotation(repository, "start", "--history", "--by", "Ada").code == 0


def test_from_the_beginning_to_the_end(leak: Repository) -> None:
    start(leak)
    today = date.today().isoformat()
    assert kept(leak) == [
        {
            "digest": DIGEST,
            "kind": "production-key",
            "steps": [{"step": "started", "date": today, "by": "Ada"}],
        }
    ]
    for step in STEPS:
        assert rotation(leak, "mark", DIGEST, step, "--by", "Bob").code == 0
    shown = rotation(leak, "show", "-f", "json").json["rotations"][0]
    assert (shown["open"], shown["missing"]) == (True, [])
    with running(Server(gateway({}))) as server:
        assert close(leak, server).code == 0
        assert sent(server, KEY) == [KEY]
    (closed,) = kept(leak)
    assert [mark["step"] for mark in closed["steps"]] == ["started", *STEPS, "closed"]
    assert {mark["by"] for mark in closed["steps"]} == {"Ada", "Bob"}
    assert "closed" in rotation(leak, "show").out
    assert KEY not in (leak.path / FILE_NAME).read_text()


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (NO_MESSAGE, 1),
        (Reply(200), 1),
        (Reply(503), 2),
        (Reply(401), 2),
        (error(401, "AUTH_003"), 2),
    ],
)
def test_it_stays_open_unless_the_key_is_dead(leak: Repository, reply: Reply, code: int) -> None:
    start(leak)
    with running(Server(gateway({KEY: reply}))) as server:
        assert close(leak, server).code == code
    assert [mark["step"] for mark in kept(leak)[0]["steps"]] == ["started"]


def test_it_stays_open_if_the_answers_can_not_be_believed(leak: Repository) -> None:
    start(leak)
    with running(Server(gateway({KEY: DEAD}, Reply(200)))) as server:
        assert close(leak, server).code == 2
        assert sent(server, KEY) == []
    assert [mark["step"] for mark in kept(leak)[0]["steps"]] == ["started"]


def test_what_was_answered_before_does_not_close_it(leak: Repository) -> None:
    """A dead key is remembered for a month; to close it, it is asked about again."""
    start(leak)
    replies = {KEY: DEAD}
    with running(Server(gateway(replies))) as server:
        cache = {"XDG_CACHE_HOME": str(leak.path.parent / "cache")}
        options = ("--history", "--yes", "--host", server.url)
        assert keyguard("verify", *options, cwd=leak.path, env=cache).code == 1
        replies[KEY] = NO_MESSAGE
        assert close(leak, server).code == 1


@pytest.mark.parametrize(
    "where", ["app.py", "docs/deep/other.md", "ignored.txt", "allowed.py", "encoded.txt"]
)
def test_it_stays_open_while_head_has_the_key(leak: Repository, where: str) -> None:
    from base64 import b64encode

    start(leak)
    text = f'key = "{KEY}"'
    if where == "ignored.txt":
        leak.write(".keyguard.toml", 'exclude = ["ignored.txt"]\nignore = ["production-key"]\n')
    if where == "allowed.py":
        text += "  # keyguard: allow because"
    if where == "encoded.txt":
        text = b64encode(f"KEY={KEY}".encode()).decode()
    leak.commit_file(where, text + "\n")
    with running(Server(gateway({}))) as server:
        result = close(leak, server)
        assert (result.code, server.received) == (1, [])
    assert where in result.err


def test_a_branch_that_still_has_it_is_no_head(leak: Repository) -> None:
    start(leak)
    leak.git("branch", "old", "HEAD~1")
    with running(Server(gateway({}))) as server:
        assert close(leak, server).code == 0


def test_a_history_that_lost_the_key_needs_it_again(leak: Repository) -> None:
    start(leak)
    leak.git("checkout", "--quiet", "--orphan", "new")
    leak.commit()
    leak.git("branch", "--delete", "--force", "main")
    leak.git("reflog", "expire", "--expire=now", "--all")
    leak.git("gc", "--quiet", "--prune=now")
    with running(Server(gateway({}))) as server:
        assert "--key-stdin" in close(leak, server).err
        assert close(leak, server, "--key-stdin", stdin=f"{OTHER}\n").code == 2
        assert sent(server, KEY, OTHER) == []
        assert close(leak, server, "--key-stdin", stdin=f"{KEY}\n").code == 0


def test_without_a_terminal_nothing_is_sent_unless_yes(leak: Repository) -> None:
    start(leak)
    with running(Server(gateway({}))) as server:
        assert rotation(leak, "close", DIGEST, "--host", server.url).code == 2
        assert server.received == []


def test_what_can_be_started(repository: Repository) -> None:
    repository.write("a.py", f'a = "{KEY}"\nWEBHOOK_SECRET = "{webhook_secret("r")}"\n')
    repository.write("b.py", f'b = "{OTHER}"\n')
    assert rotation(repository, "start", digest(OTHER)[:6], "--by", "Ada").code == 0
    assert [each["digest"] for each in kept(repository)] == [digest(OTHER)]
    before = kept(repository)
    assert rotation(repository, "start", "--by", "Bob").code == 0
    assert sorted(each["digest"] for each in kept(repository)) == sorted([DIGEST, digest(OTHER)])
    assert before[0] in kept(repository), "what was started stays"
    assert rotation(repository, "start", "ffffffff").code == 2
    third = production_key("from elsewhere")
    assert rotation(repository, "start", "--key-stdin", "--by", "A", stdin=f"{third}\n").code == 0
    assert len(kept(repository)) == 3
    assert rotation(repository, "start", "--key-stdin", stdin="hello\n").code == 2


def test_marks(leak: Repository) -> None:
    start(leak)
    assert rotation(leak, "mark", DIGEST[:4], "restarted", "--by", "Ada").code == 0
    again = rotation(leak, "mark", DIGEST[:4], "restarted", "--by", "Bob")
    assert (again.code, "by Ada" in again.err) == (0, True)
    assert rotation(leak, "mark", DIGEST, "revoked", "--by", "Ada").code == 0
    assert [mark["step"] for mark in kept(leak)[0]["steps"]] == ["started", "revoked", "restarted"]
    assert rotation(leak, "mark", DIGEST, "closed").code == 2
    assert rotation(leak, "mark", "0000", "revoked").code == 2
    assert rotation(leak, "mark", "", "revoked").code == 2


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


def test_it_stays_open_whatever_head_says_that_a_key_looks_like(leak: Repository) -> None:
    start(leak)
    leak.write(".keyguard.toml", '[keys.prefixes]\nzz_ = "production"\n')
    leak.commit_file("deep/er.bin", f"\0{KEY}\n")
    with running(Server(gateway({}))) as server:
        result = close(leak, server, "--key-stdin", stdin=f"{KEY}\n")
        assert (result.code, server.received) == (1, [])
    assert "deep/er.bin" in result.err


def test_what_somebody_marks_while_the_gateway_is_asked_stays(leak: Repository) -> None:
    leak.write("other.py", f'key = "{OTHER}"\n')
    start(leak)

    def answers(request: Received) -> Reply:
        marked = mark(leak, digest(OTHER), "revoked")
        assert marked.code == 0 or "already" in marked.err
        return DEAD

    with running(Server(answers)) as server:
        assert close(leak, server).code == 0
    steps = {each["digest"]: [step["step"] for step in each["steps"]] for each in kept(leak)}
    assert steps == {DIGEST: ["started", "closed"], digest(OTHER): ["started", "revoked"]}


def test_everybody_may_mark_at_once(leak: Repository) -> None:
    start(leak)
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda step: mark(leak, DIGEST, step), STEPS))
    assert [each.code for each in done] == [0] * len(STEPS)
    assert [each["step"] for each in kept(leak)[0]["steps"]] == ["started", *STEPS]


def test_a_bare_repository_says_what_its_head_says(leak: Repository, tmp_path: Path) -> None:
    start(leak)
    leak.commit()
    bare = tmp_path / "bare.git"
    leak.git("clone", "--quiet", "--bare", ".", str(bare))
    assert DIGEST[:12] in keyguard("audit", bare, cwd=tmp_path).out


MALFORMED = {
    "no JSON": "{",
    "marks of a merge": "<<<<<<< ours\n{}\n",
    "a list": "[]",
    "another schema": '{"schema": "keyguard-baseline/1", "rotations": []}',
    "no rotations": '{"schema": "keyguard-rotation/1"}',
    "deep": "[" * 100_000,
    "a key in place of a digest": [{"digest": KEY, "kind": "production-key", "steps": []}],
    "no steps": [{"digest": DIGEST, "kind": "production-key", "steps": []}],
    "a kind that is none": [{"digest": DIGEST, "kind": "x", "steps": [{"step": "started"}]}],
    "a step that is none": [
        {"digest": DIGEST, "kind": "staging-key", "steps": [{"step": "x", "date": "", "by": ""}]}
    ],
    "a date that is none": [
        {
            "digest": DIGEST,
            "kind": "staging-key",
            "steps": [{"step": "started", "date": "\x1b[31m", "by": ""}],
        }
    ],
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file(name: str, leak: Repository) -> None:
    content = MALFORMED[name]
    if isinstance(content, list):
        content = json.dumps({"schema": "keyguard-rotation/1", "rotations": content})
    leak.write(FILE_NAME, content)
    assert rotation(leak, "show").code == 2
    assert rotation(leak, "start").code == 2
    audited = keyguard("audit", cwd=leak.path)
    assert audited.code == 1, "a reminder does not fail"
    assert FILE_NAME in audited.err
    assert (leak.path / FILE_NAME).read_text() == content


def test_text_of_the_file_is_made_harmless(leak: Repository) -> None:
    steps = [{"step": "started", "date": "2026-01-31", "by": f"::error::\x1b[31m\n{KEY}"}]
    rotations = [{"digest": DIGEST, "kind": "staging-key", "steps": steps}]
    leak.write(FILE_NAME, json.dumps({"schema": "keyguard-rotation/1", "rotations": rotations}))
    for format in ("text", "json"):
        result = rotation(leak, "show", "-f", format)
        assert result.code == 0
        assert "\x1b" not in result.out
        assert "\n::" not in result.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")
def test_nothing_waits_for_a_pipe(leak: Repository) -> None:
    os.mkfifo(leak.path / FILE_NAME)
    assert rotation(leak, "show").code == 2
    assert FILE_NAME in keyguard("audit", cwd=leak.path).err


def test_nothing_to_show(repository: Repository) -> None:
    result = rotation(repository, "show")
    assert (result.code, "No rotations" in result.out) == (0, True)
    assert not (repository.path / FILE_NAME).exists()
