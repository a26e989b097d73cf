"""A change can't silence itself: its own configuration and allow comments count once merged."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.delivery.conftest import PROJECT
from tests.samples import production_key
from tests.tools import Repository, Result, keyguard, scan_json

KEY = production_key("policy")
LEAK = {"app.py": f'key = "{KEY}"\n'}
SILENCERS: dict[str, dict[str, str]] = {
    "ignore": {".keyguard.toml": 'ignore = ["production-key"]'},
    "select": {".keyguard.toml": 'select = ["weak-webhook-secret"]'},
    "prefixes": {".keyguard.toml": '[keys.prefixes]\nzz_ = "production"'},
    "length": {".keyguard.toml": "[keys]\nlength = 40"},
    "exclude": {".keyguard.toml": 'exclude = ["**"]'},
    "pyproject": {"pyproject.toml": '[tool.keyguard]\nexclude = ["**"]'},
    "fail-on": {".keyguard.toml": 'fail-on = "critical"'},
    "allow comment": {"app.py": f'key = "{KEY}"  # keyguard: allow\n'},
    "allow next line": {"app.py": f'# keyguard: allow-next-line\nkey = "{KEY}"\n'},
}


def ci(repository: Repository, base: str, *options: str, tmp_path: Path) -> Result:
    """``keyguard ci`` for a pull request from HEAD into ``base``."""
    head = repository.git("rev-parse", "HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}))
    env = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}
    return scan_json("ci", *options, cwd=repository.path, env=env)


def commit(repository: Repository, files: dict[str, str]) -> str:
    for path, content in files.items():
        repository.write(path, content)
    return repository.commit("change")


@pytest.mark.parametrize("name", SILENCERS)
def test_a_pull_request_does_not_silence_itself(
    repository: Repository, name: str, tmp_path: Path
) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS[name])
    result = ci(repository, base, tmp_path=tmp_path)
    assert result.code == 1
    assert result.found == {("production-key", "app.py")}
    assert result.json["policy"].startswith("Once merged")
    assert ci(repository, base, "--policy", "head", tmp_path=tmp_path).code == 0


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
def test_a_push_does_not_silence_itself(repository: Repository, name: str, tmp_path: Path) -> None:
    repository.commit("base")
    server = Repository.create(tmp_path / "server", "--bare")
    repository.git("push", "--quiet", str(server.path), "main")
    (server.path / "hooks" / "pre-receive").symlink_to(PROJECT / "hooks" / "pre-receive")
    repository.git("checkout", "--quiet", "-b", "topic")
    commit(repository, LEAK | SILENCERS[name])
    repository.git("push", "--quiet", str(server.path), "topic", check=False)
    assert server.git("branch", "--list", "topic") == ""


@pytest.mark.parametrize("name", SILENCERS)
def test_nor_does_the_first_push_of_all(repository: Repository, name: str, tmp_path: Path) -> None:
    server = Repository.create(tmp_path / "server", "--bare")
    (server.path / "hooks" / "pre-receive").symlink_to(PROJECT / "hooks" / "pre-receive")
    commit(repository, LEAK | SILENCERS[name])
    repository.git("push", "--quiet", str(server.path), "main", check=False)
    assert server.git("branch", "--list", "main") == ""


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


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("mode", ["diff", "files", "history"])
def test_nor_in_any_mode(repository: Repository, name: str, mode: str, tmp_path: Path) -> None:
    base = repository.commit("base")
    commit(repository, LEAK | SILENCERS[name])
    result = ci(repository, base, "--mode", mode, tmp_path=tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "app.py")})


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
    for branch in repository.git("for-each-ref", "--format=%(refname)").split():
        repository.git("update-ref", "-d", branch)


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("event", EVENTS)
def test_nor_where_nothing_is_known_from_before(
    repository: Repository, name: str, event: str, tmp_path: Path
) -> None:
    repository.commit("base")
    commit(repository, LEAK | SILENCERS[name])
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


PUSH = {"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin"}
PUSHES = {
    "the first of a repository": {"PRE_COMMIT_LOCAL_BRANCH": "topic"},
    "of a branch": {"PRE_COMMIT_TO_REF": "topic", "PRE_COMMIT_FROM_REF": "main"},
}


@pytest.mark.parametrize("name", SILENCERS)
@pytest.mark.parametrize("push", PUSHES)
@pytest.mark.parametrize("checked_out", ["topic", "main"])
def test_who_pushes_judges_by_what_they_push(
    repository: Repository, name: str, push: str, checked_out: str
) -> None:
    repository.commit("base")
    repository.git("checkout", "--quiet", "-b", "topic")
    commit(repository, LEAK | SILENCERS[name])
    repository.git("checkout", "--quiet", checked_out)
    env = PUSH | PUSHES[push]
    result = scan_json("ci", cwd=repository.path, env=env)
    assert (result.code, result.json.get("policy")) == (0, None)
    given = scan_json("ci", "--policy", "base", cwd=repository.path, env=env)
    assert (given.code, given.found) == (1, {("production-key", "app.py")})


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


def test_what_the_default_branch_allows_stays_allowed_in_its_history(
    repository: Repository,
) -> None:
    commit(repository, LEAK | SILENCERS["allow comment"])
    commit(repository, {"app.py": f"# more\n{SILENCERS['allow comment']['app.py']}"})
    env = {"CI_PIPELINE_SOURCE": "schedule", "CI_DEFAULT_BRANCH": "main"}
    assert scan_json("ci", cwd=repository.path, env=env).code == 0
    commit(repository, {"app.py": ""})
    assert scan_json("ci", cwd=repository.path, env=env).code == 1


def test_a_policy_that_names_nothing_is_an_error(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit("base")
    commit(repository, LEAK)
    assert ci(repository, base, "--policy", "tpyo", tmp_path=tmp_path).code == 2
    assert ci(repository, base, "--config", "tpyo.toml", tmp_path=tmp_path).code == 2


@pytest.mark.parametrize("target", ["nowhere.toml", "../outside.toml", "sub"])
@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml"])
def test_a_base_whose_configuration_can_not_be_read(
    repository: Repository, name: str, target: str, tmp_path: Path
) -> None:
    repository.write("sub/file", "")
    (repository.path / name).symlink_to(target)
    base = repository.commit("base")
    commit(repository, LEAK)
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.found) == (2, {("production-key", "app.py")})
    assert any(f"{name} can't be read" in each["message"] for each in result.json["problems"])


@pytest.mark.parametrize("content", ["exclude = [", "fail-on = 'never'", "baseline = 'gone.json'"])
def test_a_base_whose_configuration_is_broken(
    repository: Repository, content: str, tmp_path: Path
) -> None:
    """The change mends it, and would be silent by it: that counts once it is merged."""
    commit(repository, {".keyguard.toml": content})
    base = repository.git("rev-parse", "HEAD")
    commit(repository, {".keyguard.toml": "exclude = ['**']\n", "gone.json": "[]", **LEAK})
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.found) == (2, {("production-key", "app.py")})
    told = [each["message"] for each in result.json["problems"]]
    assert any(each.startswith("the configuration from before the change") for each in told)
    assert "hide production-key in app.py" in result.json["policy"]


@pytest.mark.parametrize("filter", ["tree:0", "blob:none"])
@pytest.mark.parametrize("mode", ["auto", "history", "files"])
def test_a_base_whose_trees_were_not_fetched(
    repository: Repository, filter: str, mode: str, tmp_path: Path
) -> None:
    base = commit(repository, {"app.py": "x = 1\n"})
    commit(repository, LEAK)
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = Repository(tmp_path / "partial")
    repository.git("clone", "-q", f"--filter={filter}", repository.path.as_uri(), str(clone.path))
    result = ci(clone, base, "--mode", mode, tmp_path=tmp_path)
    assert ("production-key", "app.py") in result.found
    assert result.code == (1 if filter == "blob:none" and mode != "history" else 2)


def test_a_base_whose_configuration_was_not_fetched(repository: Repository, tmp_path: Path) -> None:
    commit(repository, {".keyguard.toml": '[keys.prefixes]\nzz_ = "production"\n'})
    base = repository.git("rev-parse", "HEAD")
    blob = repository.git("rev-parse", "HEAD:.keyguard.toml")
    commit(repository, {"app.py": f'key = "zz_{KEY[3:]}"\n'})
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert ci(repository, base, tmp_path=tmp_path).code == 2


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
