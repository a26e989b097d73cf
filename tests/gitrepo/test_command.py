"""git is started in one folder, always with everything switched off, and never fetches anything."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import keyguard as package
from keyguard.gitrepo.command import run
from tests.samples import production_key
from tests.tools import Repository, keyguard

ROOT = Path(package.__file__).parent
COMMAND = ROOT / "gitrepo" / "command"
STARTERS = {"subprocess", "pty", "git", "keyguard.gitrepo.command.run"}
"""Modules that start programs, or that build a command line for git."""
STARTING_PREFIXES = (
    "os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.popen", "os.fork",
    "asyncio.create_subprocess",
)  # fmt: skip
"""What functions that start programs are called."""

GUARDS = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
"""Either keeps git from fetching what a partial clone lacks; git before 2.44 knows the second."""


def starts(module: Path) -> Iterator[str]:
    """What in a module could start a program."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in STARTERS)
        elif isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            yield from names & STARTERS
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith(STARTING_PREFIXES):
            yield ast.unparse(node)


STARTS_ANOTHER = ROOT / "cli" / "hook_install.py"
"""Starts pre-commit, on request."""


def test_only_the_folder_for_it_starts_git() -> None:
    outside = [
        path
        for path in ROOT.rglob("*.py")
        if not path.is_relative_to(COMMAND) and path != STARTS_ANOTHER
    ]
    assert len(outside) > 100
    assert {str(path): found for path in outside if (found := list(starts(path)))} == {}
    inside = {name for path in COMMAND.glob("*.py") for name in starts(path)}
    assert inside == {"subprocess", "git", "keyguard.gitrepo.command.run"}


def traced(folder: Path) -> dict[str, str]:
    """An environment whose git writes down how it is started."""
    folder.mkdir()
    real = shutil.which("git")
    trace = folder / "git"
    trace.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        f"with open({str(folder / 'trace')!r}, 'a') as file:\n"
        "    print(json.dumps([sys.argv[1:], dict(os.environ)]), file=file)\n"
        f"os.execv({real!r}, sys.argv)\n"
    )
    trace.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "GIT_PAGER": "evil"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan"], ["staged", "key.py"], ["history"], ["audit"], ["commits", "HEAD"],
        ["baseline", "create", "--history"],
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_every_git_has_every_guard(
    repository: Repository, arguments: list[str], tmp_path: Path
) -> None:
    repository.commit_file("key.py", f'key = "{production_key()}"\n')
    repository.git("tag", "--annotate", "v1", "--message", "one")
    keyguard(*arguments, cwd=repository.path, env=traced(tmp_path / "bin"))
    started = list(map(json.loads, (tmp_path / "bin" / "trace").read_text().splitlines()))
    assert started
    for command, environment in started:
        assert environment.items() >= (GUARDS | run.FIXED).items()
        assert "GIT_PAGER" not in environment
        assert [f"-c {value}" for value in run.NEUTRAL_CONFIGURATION] == [
            f"{option} {value}" for option, value in zip(command[1::2], command[2::2], strict=False)
        ][: len(run.NEUTRAL_CONFIGURATION)]


class TestPartialClone:
    """A clone whose blobs are on a remote that would give them."""

    @pytest.fixture
    def partial(self, repository: Repository, tmp_path: Path) -> Repository:
        repository.git("config", "uploadpack.allowFilter", "true")
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
        repository.commit_file("key.py", f'key = "{production_key()}"\n')
        repository.commit_file("key.py", "x = 1\n")
        clone = Repository(tmp_path / "partial")
        source = f"file://{repository.path}"
        options = ["--quiet", "--filter=blob:none", "--no-checkout"]
        repository.git("clone", *options, source, str(clone.path))
        trap = clone.write(
            "upload-pack.sh", f'#!/bin/sh\ntouch {tmp_path}/asked\nexec git-upload-pack "$@"\n'
        )
        trap.chmod(0o755)
        clone.git("config", "remote.origin.uploadpack", str(trap))
        clone.git("reset", "--quiet", "--soft", "HEAD")
        clone.git("read-tree", "HEAD~1")
        return clone

    def stored(self, clone: Repository) -> set[str]:
        listing = clone.git("cat-file", "--batch-all-objects", "--batch-check", "--unordered")
        return set(listing.split("\n"))

    def lacking(self, clone: Repository) -> str:
        listed = clone.git("ls-tree", "-r", "HEAD~1").split()
        return listed[2]

    @pytest.mark.parametrize(
        "arguments",
        [
            ["scan"], ["staged"], ["staged", "key.py"], ["history"], ["audit"],
            ["commits", "HEAD"], ["commits", "HEAD~1..HEAD"],
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_nothing_is_fetched(
        self, partial: Repository, arguments: list[str], tmp_path: Path
    ) -> None:
        before = self.stored(partial)
        result = keyguard(*arguments, cwd=partial.path)
        assert self.stored(partial) == before
        assert not (tmp_path / "asked").exists()
        if arguments != ["scan"]:
            assert result.code == 2

    @pytest.mark.parametrize("kept", [*GUARDS, "neither", "both"])
    def test_either_guard_is_enough_for_a_git_that_knows_it(
        self, partial: Repository, tmp_path: Path, kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in GUARDS:
            if kept not in (name, "both"):
                monkeypatch.delitem(run.FIXED, name)
        blob = self.lacking(partial)
        before = self.stored(partial)
        answer = run.try_git(["cat-file", "blob", blob], partial.path)
        is_fetched = kept == "neither" or (kept == "GIT_NO_LAZY_FETCH" and not knows_the_variable())
        assert (answer.returncode == 0) == is_fetched
        assert (tmp_path / "asked").exists() == is_fetched
        assert (self.stored(partial) != before) == is_fetched


def knows_the_variable() -> bool:
    """Whether this git has heard of ``GIT_NO_LAZY_FETCH``; security releases brought it too."""
    shown = subprocess.run(["git", "version"], capture_output=True, check=True).stdout.split()[2]
    version = tuple(int(part) for part in shown.split(b".")[:3] if part.isdigit())
    fixed = [(2, 39, 4), (2, 40, 2), (2, 41, 1), (2, 42, 2), (2, 43, 4)]
    return version >= (2, 44) or any(each <= version < (2, each[1] + 1) for each in fixed)
