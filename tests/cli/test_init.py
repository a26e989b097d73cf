"""``keyguard init``: what it writes, what it leaves alone, and that it can be run again."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from keyguard import __version__
from keyguard.cli.origin import PLACEHOLDER, recorded_revision
from keyguard.cli.pre_commit_file import with_entry
from tests.samples import production_key
from tests.tools import Repository, Result, keyguard

PROJECT = Path(__file__).parents[2]
CONFIG, HOOKS, WORKFLOW = (
    ".keyguard.toml",
    ".pre-commit-config.yaml",
    ".github/workflows/keyguard.yml",
)
FILES = (CONFIG, HOOKS, WORKFLOW)
GITLAB = ".gitlab-ci.yml"
BASELINE = ".keyguard-baseline.json"
HOOK_TYPES = {"pre-commit", "pre-merge-commit", "commit-msg", "pre-push"}
KEY = production_key("init")
PROGRAMS = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
"""Where pre-commit is."""
NOWHERE = {
    "PATH": os.pathsep.join(
        folder
        for folder in os.environ["PATH"].split(os.pathsep)
        if not os.path.exists(os.path.join(folder, "pre-commit"))
    )
}
"""Without it."""

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


def hooks_of(repository: Repository) -> set[str]:
    folder = repository.path / ".git" / "hooks"
    return {path.name for path in folder.iterdir() if path.suffix != ".sample"}


class TestInstall:
    def test_every_type_of_hook(self, repository: Repository) -> None:
        result = keyguard("init", "--rev", "v1", cwd=repository.path, env=PROGRAMS)
        assert "hooks installed: " in result.out
        assert "pre-commit install" not in result.out
        assert hooks_of(repository) == HOOK_TYPES

    def test_a_plain_pre_commit_install_does_the_same(self, repository: Repository) -> None:
        keyguard("init", "--rev", "v1", "--no-install", cwd=repository.path, env=PROGRAMS)
        assert hooks_of(repository) == set()
        subprocess.run(["pre-commit", "install"], cwd=repository.path, env=os.environ | PROGRAMS,
                       capture_output=True, check=True)  # fmt: skip
        assert hooks_of(repository) == HOOK_TYPES

    @pytest.mark.parametrize("options", [["--no-install"], ["--rev", PLACEHOLDER]])
    def test_not_where_they_could_not_run(self, repository: Repository, options: list[str]) -> None:
        result = keyguard("init", *options, cwd=repository.path, env=PROGRAMS)
        assert hooks_of(repository) == set()
        command = result.out.split("Install the hooks: pre-commit install ")[1].splitlines()[0]
        assert set(command.split()) == HOOK_TYPES | {"-t"}

    def test_what_went_wrong_is_told(self, repository: Repository) -> None:
        repository.git("config", "core.hooksPath", "elsewhere")
        result = keyguard("init", "--rev", "v1", cwd=repository.path, env=PROGRAMS)
        assert result.code == 0
        assert "pre-commit did not install its hooks" in result.out
        assert "Install the hooks: pre-commit install" in result.out

    def test_outside_of_a_repository(self, tmp_path: Path) -> None:
        result = keyguard("init", "--rev", "v1", cwd=tmp_path, env=PROGRAMS)
        assert result.code == 0
        assert (tmp_path / HOOKS).is_file()


class TestForges:
    @pytest.mark.parametrize(
        ("remote", "files", "written"),
        [
            ("git@github.com:acme/shop.git", [], {WORKFLOW}),
            ("git@gitlab.com:acme/shop.git", [], {GITLAB}),
            ("https://gitlab.acme.example/shop.git", [], {GITLAB}),
            ("ssh://git@code.acme.example/gitlab/shop.git", [], {WORKFLOW}),
            ("", [], {WORKFLOW}),
            ("", [GITLAB], {GITLAB}),
            ("git@gitlab.com:acme/shop.git", [".github/dependabot.yml"], {WORKFLOW, GITLAB}),
            ("git@github.com:acme/shop.git", [GITLAB], {WORKFLOW, GITLAB}),
        ],
    )
    def test_the_remote_and_the_files_tell(
        self, repository: Repository, remote: str, files: list[str], written: set[str]
    ) -> None:
        if remote:
            repository.git("remote", "add", "origin", remote)
        for name in files:
            repository.write(name, "build:\n  script: [make]\n")
        keyguard("init", cwd=repository.path)
        ours = {name for name in (WORKFLOW, GITLAB) if "keyguard" in text_of(repository, name)}
        assert ours == written

    def test_none(self, repository: Repository) -> None:
        keyguard("init", "--ci=none", cwd=repository.path)
        assert not (repository.path / WORKFLOW).exists()

    @pytest.mark.parametrize(
        ("text", "stage"),
        [
            ("build:\n  script: [make]\n", None),
            ("# ours\n---\nbuild:\n  script:\n    - make", None),
            ("stages: [build, deploy]\nbuild:\n  stage: build\n  script: [make]\n", ".pre"),
            ("include:\n  - local: x.yml\nstages:\n  - lint\n", ".pre"),
            ("build:\r\n  script: [make]\r\n", None),
            ('"a job":\n  script: [make]\n', None),
        ],
    )
    def test_the_job_comes_last(self, repository: Repository, text: str, stage: str | None) -> None:
        repository.write(GITLAB, text)
        assert f"{GITLAB}: job added." in keyguard("init", cwd=repository.path).out
        extended = text_of(repository, GITLAB)
        assert extended.startswith(text)
        document = yaml.safe_load(extended)
        job = document.pop("keyguard")
        assert document == yaml.safe_load(text)
        assert job.get("stage") == stage
        assert any("keyguard ci" in line for line in job["script"])
        assert "\n" not in extended.replace("\r\n", "") or "\r\n" not in text
        again = keyguard("init", cwd=repository.path)
        assert "has the job already" in again.out
        assert text_of(repository, GITLAB) == extended

    @pytest.mark.parametrize(
        "text", ["", "{build: {script: [make]}}\n", "spec:\n  inputs: {}\n---\nbuild:\n  x: 1\n"]
    )
    def test_what_cannot_be_added_to_is_left_and_shown(
        self, repository: Repository, text: str
    ) -> None:
        repository.write(GITLAB, text)
        result = keyguard("init", cwd=repository.path)
        assert "left alone; add this" in result.out
        assert "keyguard ci" in result.out
        assert text_of(repository, GITLAB) == text


def text_of(repository: Repository, name: str) -> str:
    path = repository.path / name
    return path.read_bytes().decode() if path.exists() else ""


class TestBaseline:
    @pytest.fixture
    def old(self, repository: Repository) -> Repository:
        repository.commit_file("app.py", f'key = "{KEY}"\n')
        return repository

    def test_it_is_made_and_named(self, old: Repository) -> None:
        result = keyguard("init", "--baseline", cwd=old.path)
        assert result.code == 0
        assert f'\nbaseline = "{BASELINE}" ' in text_of(old, CONFIG)
        assert keyguard("config", "check", cwd=old.path).code == 0
        assert keyguard("scan", cwd=old.path).code == 0
        assert "keyguard baseline create" not in result.out
        assert BASELINE in result.out.splitlines()[-1]

    @pytest.mark.parametrize(
        ("text", "now"),
        [
            (
                "[surfaces]\nnone = ['x']\n",
                f"baseline = \"{BASELINE}\"\n[surfaces]\nnone = ['x']\n",
            ),
            ("", f'baseline = "{BASELINE}"\n'),
        ],
    )
    def test_a_configuration_that_is_there_names_it(
        self, old: Repository, text: str, now: str
    ) -> None:
        old.write(CONFIG, text)
        keyguard("init", "--baseline", cwd=old.path)
        assert text_of(old, CONFIG) == now

    def test_one_that_is_there_stays(self, old: Repository) -> None:
        old.write(BASELINE, '{"schema": "keyguard-baseline/1", "findings": []}')
        before = text_of(old, BASELINE)
        assert keyguard("init", "--baseline", cwd=old.path).code == 0
        assert text_of(old, BASELINE) == before

    def test_nobody_is_asked_where_nobody_is(self, old: Repository) -> None:
        result = keyguard("init", cwd=old.path)
        assert "keyguard baseline create" in result.out
        assert not (old.path / BASELINE).exists()

    @pytest.mark.parametrize(("answer", "made"), [(b"y\n", True), (b"\n", False)])
    def test_a_terminal_is_asked(self, old: Repository, answer: bytes, made: bool) -> None:
        ours, theirs = pty.openpty()
        os.write(ours, answer)
        subprocess.run(
            [sys.executable, "-m", "keyguard", "init", "--no-install"],
            cwd=old.path, stdin=theirs, stdout=theirs, stderr=theirs, check=True,
        )  # fmt: skip
        assert b"have to stay for now?" in os.read(ours, 65_536)
        assert (old.path / BASELINE).exists() is made


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
