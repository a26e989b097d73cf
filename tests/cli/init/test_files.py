"""``keyguard init``: what it writes, what it leaves alone, and that it can be run again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from keyguard.cli.origin import PLACEHOLDER
from tests.cli.init.written import CONFIG, FILES, GITLAB, HOOKS, NOWHERE, PROJECT, WORKFLOW, read
from tests.tools import Repository, Result, keyguard


def test_everything_is_written(repository: Repository) -> None:
    result = keyguard("init", cwd=repository.path, env=NOWHERE)
    assert (result.code, result.err) == (0, "")
    for name in FILES:
        assert f"{name}: written." in result.out
        assert (repository.path / name).is_file()
    assert "pre-commit install" in result.out
    assert not (repository.path / GITLAB).exists()


def test_the_files_agree_with_what_is_delivered(repository: Repository) -> None:
    keyguard("init", "--rev", "v1.2", cwd=repository.path)
    (entry,) = read(repository, HOOKS)["repos"]
    delivered = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    assert entry["rev"] == "v1.2"
    assert [hook["id"] for hook in entry["hooks"]] == [hook["id"] for hook in delivered]
    steps = read(repository, WORKFLOW)["jobs"]["keyguard"]["steps"]
    assert steps[1]["uses"] == "connexease/keyguard@v1.2"
    outputs = yaml.safe_load((PROJECT / "action.yml").read_text())["outputs"]
    assert "sarif-file" in outputs
    assert steps[1]["id"] in steps[2]["if"]


def test_pre_commit_accepts_the_file(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    finished = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", HOOKS],
        cwd=repository.path,
        capture_output=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("README.md", HOOKS),
        ("docs/hooks.md", HOOKS),
        ("docs/ci.md", WORKFLOW),
        ("docs/ci.md", GITLAB),
    ],
)
def test_the_pages_show_the_same(repository: Repository, page: str, name: str) -> None:
    keyguard("init", "--rev", PLACEHOLDER, "--ci=github", "--ci=gitlab", cwd=repository.path)
    written = (repository.path / name).read_text()
    shown = written.partition("\n")[2] if name == WORKFLOW else written  # without its title
    assert shown in (PROJECT / page).read_text()


def test_the_configuration_is_valid_and_changes_nothing(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    assert keyguard("config", "check", cwd=repository.path).code == 0
    text = (repository.path / CONFIG).read_text()
    assert all(line.startswith("#") for line in text.splitlines() if line)


def test_every_example_of_the_configuration_is_valid(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    file = repository.path / CONFIG
    lines = [line.removeprefix("# ") for line in file.read_text().splitlines()[3:]]
    file.write_text("\n".join(line for line in lines if "gitleaks.toml" not in line))
    repository.write(".keyguard-baseline.json", '{"schema": "keyguard-baseline/1", "findings": []}')
    assert keyguard("config", "check", cwd=repository.path).err == ""


def test_again_changes_nothing(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    before = {name: (repository.path / name).read_bytes() for name in FILES}
    for options in ([], ["--force"]):
        result = keyguard("init", *options, cwd=repository.path)
        assert result.code == 0
        assert "written" not in result.out
        assert {name: (repository.path / name).read_bytes() for name in FILES} == before


def test_what_is_there_stays(repository: Repository) -> None:
    for name in (CONFIG, WORKFLOW):
        repository.write(name, "# mine\n")
    result = keyguard("init", cwd=repository.path)
    assert result.out.count("left alone") == 2
    for name in (CONFIG, WORKFLOW):
        assert (repository.path / name).read_text() == "# mine\n"
    keyguard("init", "--force", cwd=repository.path)
    for name in (CONFIG, WORKFLOW):
        assert (repository.path / name).read_text() != "# mine\n"


def test_a_full_disk_leaves_every_file_as_it_was(repository: Repository) -> None:
    repository.write(HOOKS, "repos: []\n")
    command = f"ulimit -f 0; exec {sys.executable} -m keyguard init --force"
    finished = subprocess.run(
        ["sh", "-c", command], cwd=repository.path, capture_output=True, check=False
    )
    assert (finished.returncode, finished.stderr.count(b"\n")) == (2, 1)
    assert b"the room on the disk" in finished.stderr
    assert {each.name for each in repository.path.iterdir()} == {".git", HOOKS}
    assert (repository.path / HOOKS).read_text() == "repos: []\n"


EVERY_FILE = (*FILES, GITLAB)
BOTH_CIS = ("--ci", "github", "--ci", "gitlab", "--force")


@pytest.mark.parametrize("name", EVERY_FILE)
@pytest.mark.parametrize("there", [True, False])
def test_nothing_out_of_the_repository_is_written(
    repository: Repository, tmp_path: Path, name: str, there: bool
) -> None:
    outside = tmp_path / "outside"
    if there:
        outside.write_text("mine:\n  script: make\n")
    link = repository.path / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside)
    result = keyguard("init", *BOTH_CIS, cwd=repository.path)
    assert (result.code, result.out.count("a link leads out of the repository")) == (0, 1)
    assert outside.exists() is there
    assert not there or outside.read_text() == "mine:\n  script: make\n"


def test_nor_in_a_folder_elsewhere(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (repository.path / ".github").symlink_to(tmp_path / "outside")
    assert keyguard("init", *BOTH_CIS, cwd=repository.path).code == 0
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_link_within_the_repository_is_followed(repository: Repository) -> None:
    repository.write("ci/gitlab.yml", "mine:\n  script: make\n")
    (repository.path / GITLAB).symlink_to("ci/gitlab.yml")
    assert keyguard("init", *BOTH_CIS, cwd=repository.path).code == 0
    assert "keyguard:" in (repository.path / "ci/gitlab.yml").read_text()
    assert (repository.path / GITLAB).is_symlink()


@pytest.mark.parametrize("name", EVERY_FILE)
@pytest.mark.parametrize("kind", ["a pipe", "a loop"])
def test_nobody_waits_for_a_pipe(repository: Repository, name: str, kind: str) -> None:
    path = repository.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name)
    result = keyguard("init", *BOTH_CIS, cwd=repository.path)
    assert (result.code, name in result.err) == (2, True)


def test_from_a_sub_folder(repository: Repository) -> None:
    repository.write("src/app.py", "x = 1\n")
    keyguard("init", cwd=repository.path / "src")
    assert (repository.path / WORKFLOW).is_file()
    assert not (repository.path / "src" / CONFIG).exists()


def test_a_configuration_in_pyproject_is_enough(repository: Repository) -> None:
    repository.write("pyproject.toml", "[tool.keyguard]\nall = true\n")
    result = keyguard("init", cwd=repository.path)
    assert "in pyproject.toml" in result.out
    assert not (repository.path / CONFIG).exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_what_cannot_be_read_is_said(repository: Repository, content: bytes | None) -> None:
    if content is None:
        (repository.path / HOOKS).mkdir()
    else:
        repository.write(HOOKS, content)
    result = keyguard("init", cwd=repository.path)
    assert result.code == 2
    assert HOOKS in result.err


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize("tracked", [False, True])
def test_the_audit_sees_what_was_written(repository: Repository, ci: str, tracked: bool) -> None:
    repository.commit_file("app.py", "x = 1\n")
    before = hygiene(keyguard("audit", "-f", "json", cwd=repository.path))
    assert not before["scanned-in-hook"]["passed"]
    keyguard("init", "--ci", ci, cwd=repository.path)
    if tracked:
        repository.git("add", "--all")
    after = hygiene(keyguard("audit", "-f", "json", cwd=repository.path))
    for name in ("scanned-in-hook", "scanned-in-ci"):
        assert after[name]["passed"]
        assert ("git does not track it yet" in after[name]["message"]) is not tracked


def test_what_git_ignores_is_not_seen(repository: Repository) -> None:
    repository.write(".gitignore", ".pre-commit-config.yaml\n")
    keyguard("init", cwd=repository.path)
    checks = hygiene(keyguard("audit", "-f", "json", cwd=repository.path))
    assert not checks["scanned-in-hook"]["passed"]


def hygiene(result: Result) -> dict[str, dict[str, Any]]:
    return {check["check"]: check for check in result.json["hygiene"]}
