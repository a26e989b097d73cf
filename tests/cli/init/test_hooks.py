"""The hooks: added to those of others, and installed where they can run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from keyguard.cli.origin import PLACEHOLDER
from keyguard.cli.pre_commit_file import with_entry
from tests.cli.init.written import HOOKS, PROGRAMS, repos
from tests.tools import Repository, keyguard

HOOK_TYPES = {"pre-commit", "pre-merge-commit", "commit-msg", "pre-push"}

OTHERS = """\
# Our hooks.
minimum_pre_commit_version: "3.2.0"
repos:
  # Formatting
  - repo: https://github.com/psf/black   # pinned
    rev: 24.1.0
    hooks: [{id: black}]

  - repo: local
    hooks:
      - id: mine
        entry: |
          echo "repos:"
        language: system
"""


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_they_stay_and_so_do_comments(repository: Repository, force: list[str]) -> None:
    repository.write(HOOKS, OTHERS)
    assert "hooks added" in keyguard("init", *force, cwd=repository.path).out
    text = (repository.path / HOOKS).read_text()
    assert text.startswith(OTHERS)
    assert repos(text)[:2] == repos(OTHERS)
    assert "keyguard" in repos(text)[2]["repo"]


@pytest.mark.parametrize(
    "text",
    [
        OTHERS + "\nci:\n  skip: [mine]\n",
        OTHERS + "\n# The rest\n\nexclude: ^docs/\n",
        OTHERS.rstrip("\n"),
        OTHERS.replace("\n", "\r\n"),
        "repos:\n- repo: local\n  hooks: []\n",
        "repos:\n- repo: local\n  hooks: []\n# the end\nfail_fast: true\n",
        "repos:   # all\n-   repo: local\n    hooks:\n    -   id: x\n",
        "---\nrepos:\n  - repo: local\n    hooks: []\n...\n",
    ],
)
def test_the_entry_comes_last(text: str) -> None:
    extended = with_entry(text, "- repo: new\n  hooks:\n    - id: keyguard\n")
    assert extended is not None
    *others, added = repos(extended)
    assert others == repos(text)
    assert added == {"repo": "new", "hooks": [{"id": "keyguard"}]}
    rest = {key: value for key, value in yaml.safe_load(extended).items() if key != "repos"}
    assert rest == {k: v for k, v in yaml.safe_load(text).items() if k != "repos"}
    for line in text.splitlines():
        assert line in extended.splitlines()
    assert ("\r\n" in extended) is ("\r\n" in text)
    assert "\n" not in extended.replace("\r\n", "") or "\r\n" not in text


@pytest.mark.parametrize(
    "text", ["", "repos: []\n", "repos: [{repo: local, hooks: []}]\n", "repos:\n", "x: 1\n"]
)
def test_what_cannot_be_added_to_is_left_and_shown(repository: Repository, text: str) -> None:
    repository.write(HOOKS, text)
    result = keyguard("init", cwd=repository.path)
    assert result.code == 0
    assert "left alone; add this" in result.out
    assert "- id: keyguard-push" in result.out
    assert (repository.path / HOOKS).read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "repos:\n  - repo: https://github.com/connexease/keyguard\n    rev: v0\n",
        "repos:\n  - repo: local\n    hooks:\n      - id: keyguard\n",
    ],
)
def test_ours_are_there_already(repository: Repository, text: str) -> None:
    repository.write(HOOKS, text)
    assert "has the hooks already" in keyguard("init", cwd=repository.path).out
    assert (repository.path / HOOKS).read_text() == text


def hooks_of(repository: Repository) -> set[str]:
    folder = repository.path / ".git" / "hooks"
    return {path.name for path in folder.iterdir() if path.suffix != ".sample"}


def test_every_type_of_hook(repository: Repository) -> None:
    result = keyguard("init", "--rev", "v1", cwd=repository.path, env=PROGRAMS)
    assert "hooks installed: " in result.out
    assert "pre-commit install" not in result.out
    assert hooks_of(repository) == HOOK_TYPES


def test_a_plain_pre_commit_install_does_the_same(repository: Repository) -> None:
    keyguard("init", "--rev", "v1", "--no-install", cwd=repository.path, env=PROGRAMS)
    assert hooks_of(repository) == set()
    subprocess.run(["pre-commit", "install"], cwd=repository.path, env=os.environ | PROGRAMS,
                   capture_output=True, check=True)  # fmt: skip
    assert hooks_of(repository) == HOOK_TYPES


@pytest.mark.parametrize("options", [["--no-install"], ["--rev", PLACEHOLDER]])
def test_not_where_they_could_not_run(repository: Repository, options: list[str]) -> None:
    result = keyguard("init", *options, cwd=repository.path, env=PROGRAMS)
    assert hooks_of(repository) == set()
    command = result.out.split("Install the hooks: pre-commit install ")[1].splitlines()[0]
    assert set(command.split()) == HOOK_TYPES | {"-t"}


def test_what_went_wrong_is_told(repository: Repository) -> None:
    repository.git("config", "core.hooksPath", "elsewhere")
    result = keyguard("init", "--rev", "v1", cwd=repository.path, env=PROGRAMS)
    assert result.code == 0
    assert "pre-commit did not install its hooks" in result.out
    assert "Install the hooks: pre-commit install" in result.out


def test_outside_of_a_repository(tmp_path: Path) -> None:
    result = keyguard("init", "--rev", "v1", cwd=tmp_path, env=PROGRAMS)
    assert result.code == 0
    assert (tmp_path / HOOKS).is_file()


def test_not_where_nothing_can_be_committed(repository: Repository) -> None:
    result = keyguard("init", cwd=repository.path / ".git")
    assert (result.code, result.out) == (2, "")
    assert "no work tree" in result.err
    assert not (repository.path / ".git" / HOOKS).exists()
