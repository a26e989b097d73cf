"""All of history is judged by the default branch, and what was suppressed leaves a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.delivery.policy.changes import LEAK, SILENCERS, commit
from tests.tools import Repository, scan_json


def test_a_rule_that_is_switched_off_leaves_a_trace(repository: Repository) -> None:
    commit(repository, LEAK)
    result = scan_json("scan", "--ignore", "production-key", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert result.code == 0
    assert finding["suppressed"] == {"by": "rule", "reason": "the rule is ignored"}


def test_an_audit_says_whose_configuration_counts(repository: Repository) -> None:
    commit(repository, LEAK | SILENCERS["exclude"])
    folder = repository.path.parent
    result = scan_json("audit", "repository", cwd=folder)
    assert result.code == 0
    assert ".keyguard.toml counts" in result.err
    assert scan_json("audit", "repository", "--no-config", cwd=folder).code == 1


HERE = {
    "a schedule": ("schedule", {"repository": {"default_branch": "main"}}),
    "by hand": ("workflow_dispatch", {"repository": {"default_branch": "main"}}),
    "without a name": ("schedule", {}),
}


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("event", HERE)
@pytest.mark.parametrize("of_origin", [True, False])
def test_all_of_history_is_judged_as_the_default_branch_is(
    repository: Repository, name: str, event: str, of_origin: bool, tmp_path: Path
) -> None:
    base = repository.commit("base")
    repository.git("checkout", "--quiet", "-b", "topic")
    commit(repository, LEAK | SILENCERS[name])
    if of_origin:
        repository.git("update-ref", "refs/remotes/origin/main", base)
        repository.git("branch", "--delete", "--force", "main")
    file = tmp_path / "event.json"
    file.write_text(json.dumps(HERE[event][1]))
    env = {"GITHUB_EVENT_NAME": HERE[event][0], "GITHUB_EVENT_PATH": str(file)}
    result = scan_json("ci", cwd=repository.path, env=env)
    assert (result.code, result.found) == (1, {("production-key", "app.py")})


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("fetched", [True, False])
def test_pre_commit_without_a_range(repository: Repository, name: str, fetched: bool) -> None:
    base = repository.commit("base")
    repository.git("checkout", "--quiet", "-b", "topic")
    if fetched:
        repository.git("update-ref", "refs/remotes/origin/master", base)
    commit(repository, LEAK | SILENCERS[name])
    result = scan_json("ci", cwd=repository.path, env={"PRE_COMMIT": "1"})
    assert (result.code, result.found) == (1, {("production-key", "app.py")})


def test_what_the_default_branch_allows_stays_allowed_in_its_history(
    repository: Repository,
) -> None:
    commit(repository, LEAK | SILENCERS["allow comment"])
    commit(repository, {"app.py": f"# more\n{SILENCERS['allow comment']['app.py']}"})
    env = {"CI_PIPELINE_SOURCE": "schedule", "CI_DEFAULT_BRANCH": "main"}
    assert scan_json("ci", cwd=repository.path, env=env).code == 0
    commit(repository, {"app.py": ""})
    assert scan_json("ci", cwd=repository.path, env=env).code == 1
