"""Where the secret comes from, and which one can be sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers import Server, running
from tests.tools import keyguard
from tests.webhook_test.handlers import NO, OK, SECRET, run, sound


@pytest.mark.parametrize("source", ["--secret-stdin", "--secret-env"])
def test_where_the_secret_comes_from(source: str, tmp_path: Path) -> None:
    options = [source] if source == "--secret-stdin" else [source, "HOOK"]
    with running(Server(sound)) as server:
        result = keyguard(
            "webhook-test", server.url, *options, cwd=tmp_path, stdin=f"{SECRET}\n",
            env={"HOOK": SECRET},
        )  # fmt: skip
    assert result.code == 0


@pytest.mark.parametrize("secret", [None, "", " first", "line\nbreak", "snow☃man", "tab\t"])
def test_no_usable_secret(secret: str | None, tmp_path: Path) -> None:
    env = {} if secret is None else {"WEBHOOK_SECRET": secret}
    with running(Server(sound)) as server:
        assert run(server.url, tmp_path, env=env).code == 2
    assert not server.received


def test_a_secret_of_several_words(tmp_path: Path) -> None:
    words = "correct horse battery staple (and so on)"
    with running(Server(lambda call: OK if call.authorization == f"Bearer {words}" else NO)) as it:
        assert run(it.url, tmp_path, env={"WEBHOOK_SECRET": words}).code == 0
