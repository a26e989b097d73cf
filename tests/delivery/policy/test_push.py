"""A push can't silence itself on the server or in CI, whatever is known from before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.delivery.conftest import PROJECT
from tests.delivery.policy.changes import KEY, LEAK, SILENCERS, commit
from tests.delivery.policy.conftest import Silenced
from tests.tools import Repository, Result, scan_json


@pytest.mark.parametrize("name", SILENCERS)
def test_a_push_does_not_silence_itself(silenced: Silenced, name: str, tmp_path: Path) -> None:
    repository = silenced(name)
    server = Repository.create(tmp_path / "server", "--bare")
    repository.git("push", "--quiet", str(server.path), "main")
    (server.path / "hooks" / "pre-receive").symlink_to(PROJECT / "hooks" / "pre-receive")
    repository.git("push", "--quiet", str(server.path), "topic", check=False)
    assert server.git("branch", "--list", "topic") == ""


@pytest.mark.parametrize("name", SILENCERS)
def test_nor_does_the_first_push_of_all(repository: Repository, name: str, tmp_path: Path) -> None:
    server = Repository.create(tmp_path / "server", "--bare")
    (server.path / "hooks" / "pre-receive").symlink_to(PROJECT / "hooks" / "pre-receive")
    commit(repository, LEAK | SILENCERS[name])
    repository.git("push", "--quiet", str(server.path), "main", check=False)
    assert server.git("branch", "--list", "main") == ""


ZERO, GONE = "0" * 40, "c" * 40
EVENTS = {
    "new branch": (ZERO, "refs/heads/topic"),
    "new tag": (ZERO, "refs/tags/v1"),
    "rewritten branch": (GONE, "refs/heads/topic"),
    "rewritten default branch": (GONE, "refs/heads/main"),
    "first push": (ZERO, "refs/heads/main"),
}


def pushed(
    repository: Repository, event: str, *options: str, tmp_path: Path, default: str = "main"
) -> Result:
    before, ref = EVENTS[event]
    after = repository.git("rev-parse", "HEAD")
    payload = {"before": before, "after": after, "ref": ref}
    file = tmp_path / "event.json"
    file.write_text(json.dumps(payload | {"repository": {"default_branch": default}}))
    env = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(file)}
    return scan_json("ci", *options, cwd=repository.path, env=env)


def without_default_branch(repository: Repository) -> None:
    """As a runner leaves it that fetched one branch."""
    repository.git("checkout", "--quiet", "--detach")
    deletions = repository.git("for-each-ref", "--format=delete %(refname)")
    repository.git("update-ref", "--stdin", stdin=f"{deletions}\n".encode())


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("event", EVENTS)
def test_nor_where_nothing_is_known_from_before(
    silenced: Silenced, name: str, event: str, tmp_path: Path
) -> None:
    repository = silenced(name).copy(tmp_path / "repository")
    without_default_branch(repository)
    result = pushed(repository, event, tmp_path=tmp_path)
    assert ("production-key", "app.py") in result.found
    told = [each for each in result.json["problems"] if "before the event" in each["message"]]
    if event in ("first push", "rewritten default branch"):
        assert (result.code, told) == (1, [])
        assert "nothing is known from before" in result.err
    else:
        assert (result.code, len(told)) == (2, 1)
    assert pushed(repository, event, "--policy", "head", tmp_path=tmp_path).code == 0


def test_what_the_base_would_find_is_not_taken_for_clean(
    repository: Repository, tmp_path: Path
) -> None:
    commit(repository, {".keyguard.toml": '[keys.prefixes]\nzz_ = "production"\n'})
    repository.git("checkout", "--quiet", "-b", "topic")
    commit(repository, {".keyguard.toml": "", "app.py": f'key = "zz_{KEY[3:]}"\n'})
    assert pushed(repository, "new branch", tmp_path=tmp_path).code == 1
    without_default_branch(repository)
    assert pushed(repository, "new branch", tmp_path=tmp_path).code == 2
