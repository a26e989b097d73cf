"""Who pushes from their own machine judges by what they push, and may allow it later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.policy.changes import KEY, LEAK, SILENCERS, commit
from tests.delivery.policy.conftest import Silenced
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

PUSH = {"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin"}
PUSHES = {
    "the first of a repository": {"PRE_COMMIT_LOCAL_BRANCH": "topic"},
    "of a branch": {"PRE_COMMIT_TO_REF": "topic", "PRE_COMMIT_FROM_REF": "main"},
}


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("push", PUSHES)
@pytest.mark.parametrize("checked_out", ["topic", "main"])
def test_who_pushes_judges_by_what_they_push(
    silenced: Silenced, tmp_path: Path, name: str, push: str, checked_out: str
) -> None:
    repository = silenced(name).copy(tmp_path / "repository")
    repository.git("checkout", "--quiet", checked_out)
    env = PUSH | PUSHES[push]
    result = scan_json("ci", cwd=repository.path, env=env)
    assert (result.code, result.json.get("policy")) == (0, None)
    given = scan_json("ci", "--policy", "base", cwd=repository.path, env=env)
    assert (given.code, given.found) == (1, {("production-key", "app.py")})


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("variable", ["CI", "TF_BUILD"])
def test_a_ci_that_runs_pre_commit_does_not(silenced: Silenced, name: str, variable: str) -> None:
    env = PUSH | PUSHES["of a branch"] | {variable: "true"}
    result = scan_json("ci", cwd=silenced(name).path, env=env)
    assert (result.code, result.found) == (1, {("production-key", "app.py")})


def test_what_is_pushed_is_not_judged_by_another_branch(repository: Repository) -> None:
    repository.commit("base")
    repository.git("checkout", "--quiet", "-b", "topic")
    commit(repository, LEAK)
    repository.git("checkout", "--quiet", "main")
    commit(repository, SILENCERS["exclude"])
    result = scan_json("ci", cwd=repository.path, env=PUSH | PUSHES["of a branch"])
    assert (result.code, result.found) == (1, {("production-key", "app.py")})
    assert keyguard("commits", "main..topic", cwd=repository.path).code == 1


ALLOWED_LATER = {
    "beside it": f'key = "{KEY}"  # keyguard: allow[production-key] made up\n',
    "above it": f'# keyguard: allow-next-line[production-key] made up\nkey = "{KEY}"\n',
    "elsewhere now": f'x = 1\nkeys = ["{KEY}"]  # keyguard: allow[production-key] made up\n',
}
NOT_ALLOWED_LATER = {
    "another rule": f'key = "{KEY}"  # keyguard: allow[staging-key] made up\n',
    "another key": f'key = "{production_key(1)}"  # keyguard: allow[production-key] made up\n',
    "one of two": f'key = "{KEY}"  # keyguard: allow[production-key] made up\nagain = "{KEY}"\n',
    "gone": "key = None\n",
}


@pytest.mark.parametrize("later", ALLOWED_LATER)
def test_a_later_commit_allows_what_a_push_was_refused_for(
    repository: Repository, later: str
) -> None:
    repository.commit("base")
    commit(repository, LEAK)
    assert keyguard("commits", "HEAD~1..HEAD", cwd=repository.path).code == 1
    commit(repository, {"app.py": ALLOWED_LATER[later]})
    result = scan_json("commits", "HEAD~2..HEAD", cwd=repository.path)
    assert result.code == 0
    suppressed = {each["suppressed"]["reason"] for each in result.json["findings"]}
    assert suppressed == {"made up"}
    assert keyguard("commits", "HEAD", cwd=repository.path).code == 0
    for strict in (("--policy", "base"), ("--no-inline-allow",)):
        assert keyguard("commits", "HEAD~2..HEAD", *strict, cwd=repository.path).code == 1


@pytest.mark.parametrize("later", NOT_ALLOWED_LATER)
def test_but_only_that(repository: Repository, later: str) -> None:
    repository.commit("base")
    commit(repository, LEAK)
    commit(repository, {"app.py": NOT_ALLOWED_LATER[later]})
    result = scan_json("commits", "HEAD~2..HEAD", cwd=repository.path)
    assert ("production-key", "app.py") in result.found
