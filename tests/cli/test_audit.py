"""``keyguard audit``: work tree, history, habits and the spread of each credential."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()


@pytest.fixture
def leaky(repository: Repository) -> Repository:
    repository.commit_file("old.py", f'key = "{KEY}"\n')
    repository.git("branch", "release")
    repository.git("mv", "old.py", "new.py")
    repository.commit("move")
    repository.write("untracked.py", f'key = "{staging_key()}"\n')
    return repository


def test_work_tree_and_history_are_one_report(leaky: Repository) -> None:
    result = scan_json("audit", cwd=leaky.path)
    assert result.code == 1
    states = {finding["path"]: finding["state"] for finding in result.json["findings"]}
    assert states == {"old.py": "branch", "new.py": "head", "untracked.py": "tree"}
    assert {finding["occurrences"] for finding in result.json["findings"]} == {1}


def test_exposure_of_each_credential(leaky: Repository) -> None:
    result = scan_json("audit", cwd=leaky.path)
    production, staging = result.json["exposures"]
    assert production["paths"] == ["new.py", "old.py"]
    assert set(production["states"]) == {"head", "branch"}
    assert set(production["refs"]) == {"main", "release"}
    assert production["first_commit"] == leaky.git("rev-parse", "release")
    assert (staging["paths"], staging["first_commit"]) == (["untracked.py"], None)
    text = keyguard("audit", cwd=leaky.path).out
    assert "also in old.py:1" in text
    assert "branches main and release" in text
    assert KEY not in text


def test_habits(repository: Repository) -> None:
    repository.commit_file(".env", "DEBUG=1\n")
    before = {check["check"]: check["passed"] for check in hygiene(repository)}
    assert before == {
        "env-files-untracked": False,
        "env-files-ignored": False,
        "scanned-in-hook": False,
        "scanned-in-ci": False,
        "no-passwords-in-git-folder": True,
        "no-leftover-submodules": True,
        "no-recorded-conflicts": True,
        "no-kept-text-of-diffs": True,
        "no-leftover-messages": True,
    }
    repository.git("rm", "--quiet", "--cached", ".env")
    repository.write(".gitignore", ".env\n")
    repository.write(".env.example", "DEBUG=\n")
    repository.write(".pre-commit-config.yaml", "repos: [{repo: keyguard}]\n")
    repository.commit_file(".github/workflows/keys.yml", "uses: connexease/keyguard@v1\n")
    assert all(check["passed"] for check in hygiene(repository))


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("hook", ".pre-commit-config.yaml"),
        ("hook", ".husky/pre-push"),
        ("hook", "lefthook.yml"),
        ("hook", "lefthook.yaml"),
        ("hook", ".githooks/pre-commit"),
        ("ci", ".github/workflows/keys.yaml"),
        ("ci", ".gitlab-ci.yml"),
        ("ci", "azure-pipelines.yml"),
        ("ci", "bitbucket-pipelines.yml"),
        ("ci", ".circleci/config.yml"),
        ("ci", "Jenkinsfile"),
    ],
)
def test_what_git_does_not_track_yet_is_said(
    repository: Repository, moment: str, name: str
) -> None:
    repository.write(name, "keyguard\n")
    (check,) = (each for each in hygiene(repository) if each["check"] == f"scanned-in-{moment}")
    assert check["passed"]
    assert f"({name}; git does not track it yet: add it)" in str(check["message"])


def hygiene(repository: Repository) -> list[dict[str, object]]:
    result = scan_json("audit", cwd=repository.path)
    assert result.code == 0
    return list(result.json["hygiene"])


def test_a_url_is_cloned_with_every_ref(leaky: Repository, tmp_path: Path) -> None:
    leaky.git("update-ref", "refs/pull/1/head", leaky.git("rev-parse", "HEAD"))
    result = scan_json("audit", f"file://{leaky.path}", cwd=tmp_path)
    assert {finding["path"] for finding in result.json["findings"]} == {"old.py", "new.py"}
    assert list(tmp_path.iterdir()) == [leaky.path]


@pytest.mark.parametrize("url", ["file:///nowhere/at/all", "https://localhost:1/x.git"])
def test_a_url_that_can_not_be_cloned(tmp_path: Path, url: str) -> None:
    result = keyguard("audit", url, cwd=tmp_path)
    assert result.code == 2
    assert "could not be cloned" in result.err


def test_a_protocol_that_runs_programs_is_no_url(tmp_path: Path) -> None:
    result = keyguard("audit", f"ext::touch {tmp_path}/sprung", cwd=tmp_path)
    assert result.code == 2
    assert list(tmp_path.iterdir()) == []


def test_why_it_can_not_be_cloned_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    nothing = keyguard("audit", f"file://{tmp_path}/folder", cwd=tmp_path)
    assert "does not appear to be a git repository" in nothing.err
    refused = keyguard("audit", "git://localhost:1/x", cwd=tmp_path)
    assert "onnection refused" in refused.err
    for result in (nothing, refused):
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "Please make sure" not in result.err


DISREGARDED = "keyguard's defaults count"


@pytest.mark.parametrize(
    ("files", "own"),
    [
        ({".keyguard.toml": "exclude = ['**']\n"}, ".keyguard.toml counts"),
        ({"pyproject.toml": "[tool.keyguard]\nexclude = ['**']\n"}, "pyproject.toml counts"),
        ({".keyguard-baseline.json": '{"schema": "keyguard-baseline/1", "findings": []}'},
         ".keyguard-baseline.json counts"),
        ({".keyguard.toml": "", ".keyguard-baseline.json":
          '{"schema": "keyguard-baseline/1", "findings": []}'},
         ".keyguard.toml and .keyguard-baseline.json count; --no-config disregards them."),
        ({"pyproject.toml": "[tool.black]\n"}, DISREGARDED),
        ({}, DISREGARDED),
    ],
)  # fmt: skip
def test_whose_configuration_applied_is_said(
    repository: Repository, tmp_path: Path, files: dict[str, str], own: str
) -> None:
    for name, text in files.items():
        repository.write(name, text)
    repository.commit()
    by_path = keyguard("audit", repository.path, cwd=tmp_path).err
    assert own in by_path
    by_url = keyguard("audit", f"file://{repository.path}", cwd=tmp_path).err
    assert DISREGARDED in by_url
    for name in files if own != DISREGARDED else ():
        assert name in by_url
    assert (own in keyguard("audit", cwd=repository.path).err) is (own != DISREGARDED)
    without = keyguard("audit", repository.path, "--no-config", cwd=tmp_path).err
    assert "as --no-config says" in without
    (tmp_path / "mine.toml").write_text("")
    with_mine = keyguard("audit", repository.path, "-c", "mine.toml", cwd=tmp_path).err
    assert "mine.toml counts" in with_mine
    assert keyguard("audit", "-q", repository.path, cwd=tmp_path).err == ""


def test_a_repository_without_commits_has_none(tmp_path: Path) -> None:
    bare = Repository.create(tmp_path / "bare.git", "--bare")
    assert DISREGARDED in keyguard("audit", bare.path, cwd=tmp_path).err
