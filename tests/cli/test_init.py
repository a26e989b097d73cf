"""``keyguard init``: what it writes, what it leaves alone, and that it can be run again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from keyguard import __version__
from keyguard.cli.origin import PLACEHOLDER, recorded_revision
from keyguard.cli.pre_commit_file import with_entry
from tests.tools import Repository, keyguard

PROJECT = Path(__file__).parents[2]
CONFIG, HOOKS, WORKFLOW = (
    ".keyguard.toml",
    ".pre-commit-config.yaml",
    ".github/workflows/keyguard.yml",
)
FILES = (CONFIG, HOOKS, WORKFLOW)

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


def read(repository: Repository, name: str) -> Any:
    return yaml.safe_load((repository.path / name).read_text())


def repos(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(text)["repos"]
    return found


def test_everything_is_written(repository: Repository) -> None:
    result = keyguard("init", cwd=repository.path)
    assert (result.code, result.err) == (0, "")
    for name in FILES:
        assert f"{name}: written." in result.out
        assert (repository.path / name).is_file()
    assert "pre-commit install" in result.out


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


def test_what_is_pinned_is_what_runs(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    revision = Repository(PROJECT).git("rev-parse", "HEAD")
    assert f"rev: {revision}\n" in (repository.path / HOOKS).read_text()
    assert f"connexease/keyguard@{revision}\n" in (repository.path / WORKFLOW).read_text()


ID = "0123456789abcdef0123456789abcdef01234567"
RECORDED = [
    (None, f"v{__version__}"),
    ({"url": "https://x/k", "vcs_info": {"vcs": "git", "commit_id": ID}}, ID),
    ({"url": "https://x/k", "vcs_info": {"requested_revision": "main", "commit_id": ID}}, ID),
    ({"url": "https://x/keyguard.tar.gz", "archive_info": {}}, PLACEHOLDER),
    ({"url": "file:///nowhere/keyguard", "dir_info": {}}, PLACEHOLDER),
    ({"url": Path(__file__).parent.as_uri(), "dir_info": {}}, PLACEHOLDER),
]


@pytest.mark.parametrize(("recorded", "revision"), RECORDED)
def test_what_an_installer_wrote_down(recorded: object, revision: str) -> None:
    """https://packaging.python.org/en/latest/specifications/direct-url/"""
    assert recorded_revision(json.dumps(recorded) if recorded else None) == revision


def test_a_folder_that_was_installed_from(repository: Repository) -> None:
    recorded = json.dumps({"url": repository.path.as_uri(), "dir_info": {}})
    assert recorded_revision(recorded) == PLACEHOLDER
    head = repository.commit()
    assert recorded_revision(recorded) == head


def test_a_revision_that_is_not_known_is_told(repository: Repository) -> None:
    result = keyguard("init", "--rev", PLACEHOLDER, cwd=repository.path)
    assert "git ls-remote https://github.com/connexease/keyguard HEAD" in result.out
    again = keyguard("init", cwd=repository.path)
    assert "ls-remote" not in again.out


@pytest.mark.parametrize("revision", ["", "-x", "a b", "v1:", "v1 # x", "v1\n", "${{ x }}", "'v1'"])
def test_a_revision_is_nothing_else(repository: Repository, revision: str) -> None:
    result = keyguard("init", f"--rev={revision}", cwd=repository.path)
    assert result.code == 2
    assert "name a tag or a commit" in result.err
    assert not (repository.path / HOOKS).exists()


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
    ("page", "name"), [("README.md", HOOKS), ("docs/hooks.md", HOOKS), ("docs/ci.md", WORKFLOW)]
)
def test_the_pages_show_the_same(repository: Repository, page: str, name: str) -> None:
    keyguard("init", "--rev", PLACEHOLDER, cwd=repository.path)
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


class TestHooksOfOthers:
    @pytest.mark.parametrize("force", [[], ["--force"]])
    def test_they_stay_and_so_do_comments(self, repository: Repository, force: list[str]) -> None:
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
    def test_the_entry_comes_last(self, text: str) -> None:
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
    def test_what_cannot_be_added_to_is_left_and_shown(
        self, repository: Repository, text: str
    ) -> None:
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
    def test_ours_are_there_already(self, repository: Repository, text: str) -> None:
        repository.write(HOOKS, text)
        assert "has the hooks already" in keyguard("init", cwd=repository.path).out
        assert (repository.path / HOOKS).read_text() == text
