"""A rotation is closed by a Gateway that refuses the key, and by nothing that somebody says."""

from __future__ import annotations

import pytest

from tests.rotation.leaked import DEAD, DIGEST, KEY, OTHER, close, kept, rotation, start
from tests.servers import Reply, Server, running
from tests.tools import Repository, keyguard
from tests.verify.gateway import NO_MESSAGE, error, gateway, sent


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


def test_it_stays_open_whatever_head_says_that_a_key_looks_like(leak: Repository) -> None:
    start(leak)
    leak.write(".keyguard.toml", '[keys.prefixes]\nzz_ = "production"\n')
    leak.commit_file("deep/er.bin", f"\0{KEY}\n")
    with running(Server(gateway({}))) as server:
        result = close(leak, server, "--key-stdin", stdin=f"{KEY}\n")
        assert (result.code, server.received) == (1, [])
    assert "deep/er.bin" in result.err
