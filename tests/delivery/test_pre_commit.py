"""The hooks of .pre-commit-hooks.yaml, installed and called by the real pre-commit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from keyguard import __version__
from tests.delivery.attempts import attempt
from tests.delivery.conftest import PROJECT
from tests.samples import production_key
from tests.tools import Repository, keyguard

MANIFEST: list[dict[str, Any]] = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
PACKAGE = (
    "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "hatch_build.py", "core",
    "keyguard",
)  # fmt: skip
BUILT = ("__pycache__", "_core.*.so")
PUBLIC, RELEASE = "https://github.com/connexease/keyguard", f"v{__version__}"
"""As `init` names them, so that pre-commit installs them once for all tests."""
STAGES = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")

KEY = production_key("pre-commit")
CODE = f'key = "{KEY}"\n'


@dataclass(frozen=True)
class PreCommit:
    """pre-commit with a home of its own, and the configuration that a user would write."""

    home: Path
    config: str
    served: Mapping[str, str]
    """Variables that make git fetch this project from here, wherever a file says it lies."""

    def run(self, repository: Repository, *command: str) -> tuple[bool, str]:
        """Whether a command succeeded, and what was printed. No output may show the key."""
        home = {"PRE_COMMIT_HOME": str(self.home)}
        succeeded, said = attempt(repository, command, KEY, {**home, **self.served})
        assert "Traceback" not in said
        return succeeded, said

    def __call__(self, repository: Repository, *arguments: str) -> tuple[bool, str]:
        return self.run(repository, sys.executable, "-m", "pre_commit", *arguments)

    def install(self, repository: Repository) -> None:
        repository.write(".pre-commit-config.yaml", self.config)
        types = [f"--hook-type={stage}" for stage in STAGES]
        assert self(repository, "install", "--install-hooks", *types)[0]


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> PreCommit:
    """Serves this project as a repository of hooks; pre-commit installs it once."""
    folder = tmp_path_factory.mktemp("pre-commit")
    project = Repository.create(folder / "project")
    for name in PACKAGE:
        source, target = PROJECT / name, project.path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*BUILT))
        else:
            shutil.copy(source, target)
    hooks = [{"id": hook["id"]} for hook in MANIFEST]
    project.commit()
    project.git("tag", RELEASE)
    repos = [{"repo": PUBLIC, "rev": RELEASE, "hooks": hooks}]
    served = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{project.path}.insteadOf",
        "GIT_CONFIG_VALUE_0": PUBLIC,
    }
    return PreCommit(folder / "home", yaml.safe_dump({"repos": repos}), served)


@pytest.fixture(scope="module")
def installed(pre_commit: PreCommit, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with the hooks, which each test gets a copy of."""
    repository = Repository.create(tmp_path_factory.mktemp("installed") / "repository")
    pre_commit.install(repository)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message", "configure pre-commit")
    return repository


@pytest.fixture
def repository(installed: Repository, tmp_path: Path) -> Repository:
    return installed.copy(tmp_path / "repository")


def git(pre_commit: PreCommit, repository: Repository, *arguments: str) -> tuple[bool, str]:
    return pre_commit.run(repository, "git", *arguments)


def slip_in(repository: Repository, name: str, content: str) -> None:
    """Commits past every hook."""
    repository.write(name, content)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message", "slipped through")


def test_a_staged_key_is_refused(pre_commit: PreCommit, repository: Repository) -> None:
    repository.write("app.py", CODE)
    repository.git("add", "--all")
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert not done
    assert "app.py" in said
    assert "production key" in said


def test_what_init_writes_guards_a_fresh_repository(pre_commit: PreCommit, tmp_path: Path) -> None:
    fresh = Repository.create(tmp_path / "fresh")
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    there = {"PRE_COMMIT_HOME": str(pre_commit.home), "PATH": programs} | dict(pre_commit.served)
    written = keyguard("init", "--rev", RELEASE, cwd=fresh.path, env=there)
    assert f"hooks installed: {', '.join(STAGES)}." in written.out
    fresh.git("add", "--all")
    done, said = git(pre_commit, fresh, "commit", "--message", "guard this")
    assert done, said
    fresh.write("app.py", CODE)
    fresh.git("add", "--all")
    done, said = git(pre_commit, fresh, "commit", "--message", "add")
    assert not done
    assert "app.py" in said
    assert "production key" in said
    fresh.write("app.py", "key = None\n")
    fresh.git("add", "--all")
    assert not git(pre_commit, fresh, "commit", "--message", f"use {KEY}")[0]
    assert git(pre_commit, fresh, "commit", "--message", "use a variable")[0]


def test_a_clean_commit_passes(pre_commit: PreCommit, repository: Repository) -> None:
    repository.write("app.py", "key = None\n")
    repository.git("add", "--all")
    repository.write("app.py", CODE)
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert done, said
    assert "Passed" in said


def test_names_of_every_kind(pre_commit: PreCommit, repository: Repository) -> None:
    repository.write("-rf ü\n.py", CODE)
    (repository.path / "link").symlink_to(KEY)
    repository.git("add", "--all")
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert not done
    assert "link" in said
    assert "-rf" in said


def test_a_name_is_no_option(pre_commit: PreCommit, repository: Repository) -> None:
    repository.write("--exit-zero", CODE)
    repository.write("app.py", CODE)
    repository.git("add", "--all")
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert not done
    assert "exit code: 1" in said
    assert "--exit-zero" in said


def test_a_merge(pre_commit: PreCommit, repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "side")
    slip_in(repository, "app.py", CODE)
    repository.git("switch", "--quiet", "main")
    slip_in(repository, "other.py", "x = 1\n")
    done, said = git(pre_commit, repository, "merge", "--no-edit", "side")
    assert not done
    assert "app.py" in said


def test_all_files(pre_commit: PreCommit, repository: Repository) -> None:
    assert pre_commit(repository, "run", "--all-files")[0]
    slip_in(repository, "app.py", CODE)
    slip_in(repository, "other.py", "x = 1\n")
    done, said = pre_commit(repository, "run", "--all-files")
    assert not done
    assert "app.py" in said
    assert not pre_commit(repository, "run", "--files", "app.py")[0]
    assert pre_commit(repository, "run", "--files", "other.py")[0]


def test_a_key_in_the_message(pre_commit: PreCommit, repository: Repository) -> None:
    done, said = git(pre_commit, repository, "commit", "--allow-empty", "--message", f"use {KEY}")
    assert not done
    assert "production key" in said
    assert git(pre_commit, repository, "commit", "--allow-empty", "--message", "use a variable")[0]


class TestPush:
    @pytest.fixture(autouse=True)
    def _remote(self, repository: Repository, tmp_path: Path) -> None:
        remote = Repository.create(tmp_path / "remote.git", "--bare")
        repository.git("remote", "add", "origin", str(remote.path))

    def test_the_first_push(self, pre_commit: PreCommit, repository: Repository) -> None:
        slip_in(repository, "app.py", CODE)
        slip_in(repository, "app.py", "key = None\n")
        done, said = git(pre_commit, repository, "push", "origin", "main")
        assert not done
        assert "app.py" in said

    def test_later_pushes(self, pre_commit: PreCommit, repository: Repository) -> None:
        assert git(pre_commit, repository, "push", "origin", "main")[0]
        slip_in(repository, "other.py", "x = 1\n")
        assert git(pre_commit, repository, "push", "origin", "main")[0]
        slip_in(repository, "app.py", CODE)
        slip_in(repository, "app.py", "key = None\n")
        done, said = git(pre_commit, repository, "push", "origin", "main")
        assert not done
        assert "app.py" in said
        assert not git(pre_commit, repository, "push", "origin", "main:refs/heads/new")[0]

    def test_what_was_let_through_at_commit(
        self, pre_commit: PreCommit, repository: Repository
    ) -> None:
        """By each of the two ways out that a blocked commit names."""
        assert git(pre_commit, repository, "push", "origin", "main")[0]
        repository.write("app.py", CODE.rstrip() + "  # keyguard: allow[production-key] made up\n")
        repository.write("app.json", f'{{"key": "{KEY}"}}')
        repository.git("add", "--all")
        assert not git(pre_commit, repository, "commit", "--message", "add")[0]
        known = keyguard("baseline", "create", "--only", "app.json", cwd=repository.path)
        assert known.code == 0
        repository.git("add", "--all")
        assert git(pre_commit, repository, "commit", "--message", "add")[0]
        done, said = git(pre_commit, repository, "push", "origin", "main")
        assert done, said

    def test_refs_on_the_command_line(self, pre_commit: PreCommit, repository: Repository) -> None:
        slip_in(repository, "app.py", CODE)
        slip_in(repository, "app.py", "key = None\n")
        run = ("run", "keyguard-push", "--hook-stage=pre-push")
        assert pre_commit(repository, *run, "--from-ref=HEAD~1", "--to-ref=HEAD")[0]
        assert not pre_commit(repository, *run, "--from-ref=HEAD~2", "--to-ref=HEAD")[0]
        assert not pre_commit(repository, *run, "--all-files")[0]


def test_a_baseline_that_is_not_staged_is_told(
    pre_commit: PreCommit, repository: Repository
) -> None:
    """First one that git does not know, then one whose changes pre-commit puts aside."""
    baseline = ".keyguard-baseline.json"
    repository.write("app.py", CODE)
    repository.git("add", "app.py")
    assert keyguard("baseline", "create", cwd=repository.path).code == 0
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert not done
    assert f"the baseline {baseline} is not staged" in said
    repository.git("add", baseline)
    assert git(pre_commit, repository, "commit", "--message", "add")[0]
    repository.write("mail.py", CODE)
    repository.git("add", "mail.py")
    assert keyguard("baseline", "update", cwd=repository.path).code == 0
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert not done
    assert f"the baseline {baseline} has changes that are not staged" in said
    assert f"`git add {baseline}`" in said
    repository.git("add", baseline)
    done, said = git(pre_commit, repository, "commit", "--message", "add")
    assert done, said
    assert "not staged" not in said
