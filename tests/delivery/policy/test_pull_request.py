"""A pull request can't silence itself: the policy of the fork point counts."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from keyguard.gitrepo.provenance import range_commits
from tests.delivery.policy.changes import LEAK, SILENCERS, ci, commit, pull_request
from tests.delivery.policy.conftest import Silenced
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json


@pytest.mark.parametrize("name", SILENCERS)
def test_a_pull_request_does_not_silence_itself(
    silenced: Silenced, name: str, tmp_path: Path
) -> None:
    repository = silenced(name)
    base = repository.git("rev-parse", "main")
    result = ci(repository, base, tmp_path=tmp_path)
    assert result.code == 1
    assert result.found == {("production-key", "app.py")}
    assert result.json["policy"].startswith("Once merged")
    assert ci(repository, base, "--policy", "head", tmp_path=tmp_path).code == 0


def test_what_it_would_silence_is_a_line_an_annotation_and_in_the_summary(
    repository: Repository, tmp_path: Path
) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS["exclude"])
    summary = tmp_path / "summary.md"
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    env = pull_request(repository, base, tmp_path) | runner
    told = "Once merged, this change's own configuration and allow comments would hide production"
    *annotations, last = keyguard("ci", cwd=repository.path, env=env).out.splitlines()
    assert any(f"::warning title=keyguard%3A policy::{told}" in line for line in annotations)
    assert told in last
    assert told in summary.read_text()


@pytest.mark.parametrize(
    ("options", "times"),
    [
        (("--format", "gitlab", "--output", "report"), 1),
        (("--format", "sarif"), 1),
        (("--format", "junit"), 1),
        (("--format", "text", "--output", "report"), 1),
        (("--format", "text"), 0),
        (("--sarif-file", "report"), 0),
        (("--format", "sarif", "--quiet"), 0),
    ],
)
def test_the_log_says_it_where_the_report_on_it_does_not(
    repository: Repository, tmp_path: Path, options: tuple[str, ...], times: int
) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS["exclude"])
    env = pull_request(repository, base, tmp_path)
    result = keyguard("ci", *options, cwd=repository.path, env=env)
    assert (result.code, result.err.count("Once merged")) == (1, times)


def test_nor_with_a_baseline(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit("base")
    commit(repository, LEAK)
    known = scan_json("scan", cwd=repository.path).json["findings"]
    rows = [
        {"path": "app.py", "rule": each["rule"], "fingerprint": each["fingerprint"]}
        for each in known
    ]
    text = json.dumps({"schema": "keyguard-baseline/1", "history": False, "findings": rows})
    commit(repository, {"known.json": text, ".keyguard.toml": 'baseline = "known.json"'})
    assert ci(repository, base, "--policy", "head", tmp_path=tmp_path).code == 0
    for options in ((), ("--baseline", "known.json"), ("--config", ".keyguard.toml")):
        assert ci(repository, base, *options, tmp_path=tmp_path).code == 1


def test_nor_with_one_that_counts_without_a_setting(repository: Repository, tmp_path: Path) -> None:
    base = commit(repository, LEAK)
    commit(repository, {"mail.py": LEAK["app.py"]})
    assert keyguard("baseline", "create", cwd=repository.path).code == 0
    repository.commit("know it")
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "mail.py")})
    assert result.json["policy"].startswith("Once merged")
    assert ci(repository, base, "--policy", "head", tmp_path=tmp_path).code == 0
    known = repository.git("rev-parse", "HEAD")
    commit(repository, {"mail.py": "\n" + LEAK["app.py"]})
    assert ci(repository, known, "--all-in-touched-files", tmp_path=tmp_path).code == 0
    assert ci(repository, known, tmp_path=tmp_path).json.get("policy") is None


def test_the_policy_of_the_base_counts(repository: Repository, tmp_path: Path) -> None:
    base = commit(repository, {".keyguard.toml": 'exclude = ["fixtures/"]'})
    commit(repository, {"fixtures/app.py": LEAK["app.py"]})
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.json.get("policy")) == (0, None)


def test_it_is_that_of_the_fork_point(repository: Repository, tmp_path: Path) -> None:
    fork = commit(repository, {".keyguard.toml": 'exclude = ["fixtures/"]'})
    base = commit(repository, {".keyguard.toml": ""})
    repository.git("checkout", "--quiet", "-b", "topic", fork)
    commit(repository, {"fixtures/app.py": LEAK["app.py"]})
    assert ci(repository, base, tmp_path=tmp_path).code == 0


def test_a_broken_configuration_is_told_before_it_lands(
    repository: Repository, tmp_path: Path
) -> None:
    base = repository.commit("base")
    commit(repository, {".keyguard.toml": "frobnicate = 1"})
    result = ci(repository, base, tmp_path=tmp_path)
    assert result.code == 0
    assert "frobnicate" in result.json["policy"]


def test_a_rule_file_and_what_it_extends_are_those_of_the_base(
    repository: Repository, tmp_path: Path
) -> None:
    rule = "[[rules]]\nid = 'acme'\ndescription = 'Acme'\nregex = 'acme_[0-9]{6}'\n"
    base = commit(
        repository,
        {
            ".keyguard.toml": 'rules = ["own.toml"]',
            "own.toml": "[extend]\npath = 'more.toml'\n",
            "more.toml": rule,
        },
    )
    commit(repository, {"more.toml": "", "app.py": "x = 'acme_123456'\n"})
    assert ci(repository, base, tmp_path=tmp_path).found == {("acme", "app.py")}


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("mode", ["diff", "files", "history"])
def test_nor_in_any_mode(repository: Repository, name: str, mode: str, tmp_path: Path) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS[name])
    result = ci(repository, base, "--mode", mode, tmp_path=tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "app.py")})


def test_a_policy_that_names_nothing_is_an_error(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit("base")
    commit(repository, LEAK)
    for policy in ("tpyo", "^HEAD", "HEAD~1..HEAD", "HEAD:app.py"):
        result = ci(repository, base, "--policy", policy, tmp_path=tmp_path)
        assert (result.code, result.out) == (2, "")
        assert f"--policy {policy!r} names no commit" in result.err
    for policy, code in ((":/base", 2), ("HEAD~1^{/base}", 1)):
        result = ci(repository, base, "--policy", policy, tmp_path=tmp_path)
        assert (result.code, "would search the change's own" in result.err) == (code, code == 2)
    assert ci(repository, base, "--config", "tpyo.toml", tmp_path=tmp_path).code == 2


def test_a_policy_that_has_the_change_is_no_state_before_it(repository: Repository) -> None:
    repository.commit("base")
    commit(repository, LEAK)
    repository.commit("later")
    for policy in ("HEAD~1", "HEAD"):
        arguments = ("commits", "HEAD~1", "^HEAD~2", "--policy", policy)
        assert scan_json(*arguments, cwd=repository.path).code == 1, policy


def test_nor_by_a_link_to_somebody_elses_configuration(
    repository: Repository, tmp_path: Path
) -> None:
    """The folder that the option's file is in has become a link to one outside."""
    base = commit(repository, {"ci/kg.toml": ""})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kg.toml").write_text('exclude = ["**"]')
    repository.git("rm", "-r", "--quiet", "ci")
    (repository.path / "ci").symlink_to(tmp_path / "outside")
    commit(repository, LEAK)
    assert ci(repository, base, "--config", "ci/kg.toml", tmp_path=tmp_path).code == 1


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no /dev/shm here")
def test_nor_in_a_folder_below_dev(tmp_path: Path) -> None:
    """What is kept in memory are files, and no streams."""
    with TemporaryDirectory(dir="/dev/shm") as memory:
        repository = Repository.create(Path(memory, "r"))
        base = commit(repository, {"kg.toml": ""})
        commit(repository, {"kg.toml": 'exclude = ["**"]', **LEAK})
        env = pull_request(repository, base, tmp_path)
        for _ in range(2):
            command = ("ci", "--config", "kg.toml", "--output", "report.json")
            assert scan_json(*command, cwd=repository.path, env=env).code == 1
            json.loads((repository.path / "report.json").read_text())


@pytest.mark.parametrize("key", ["baseline = '{}'", "rules = ['{}']"])
def test_a_pull_request_has_nobody_wait_for_a_device(
    repository: Repository, key: str, tmp_path: Path
) -> None:
    base = repository.commit("base")
    os.mkfifo(tmp_path / "pipe")
    for device in (tmp_path / "pipe", "/dev/zero", "../pipe"):
        commit(repository, {".keyguard.toml": key.format(device), **LEAK})
        result = ci(repository, base, tmp_path=tmp_path)
        assert (result.code, result.found) == (1, {("production-key", "app.py")})
        assert "pipe or a device" in result.json["policy"]
        assert keyguard("scan", cwd=repository.path).code == 2


def test_files_are_read_whole_and_what_was_allowed_stays_so(
    repository: Repository, tmp_path: Path
) -> None:
    allowed = LEAK | SILENCERS["allow comment"]
    base = commit(repository, allowed | {"old.py": f'key = "{production_key("old")}"\n'})
    commit(repository, {"new.py": f'key = "{production_key("new")}"\n'})
    result = ci(repository, base, "--mode", "files", tmp_path=tmp_path)
    assert {path for _, path in result.found} == {"old.py", "new.py"}


def test_both_policies_are_tried_on_what_git_is_asked_once(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS["exclude"])
    asked: Counter[str] = Counter()
    for name in ("range_objects", "fork_point", "commits_of", "list_commits", "tree_entries"):
        monkeypatch.setattr(range_commits, name, counted(asked, getattr(range_commits, name)))
    env = pull_request(repository, base, tmp_path)
    result = scan_json("ci", cwd=repository.path, env=env, own_process=False)
    assert result.json["policy"].startswith("Once merged")
    assert asked == dict.fromkeys(asked, 1)
    assert len(asked) == 5


def counted(times: Counter[str], function: Callable[..., Any]) -> Callable[..., Any]:
    def counting(*arguments: Any) -> Any:
        times[function.__name__] += 1
        return function(*arguments)

    return counting
