"""The real git and the real keyguard, run as a user runs them."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from keyguard.cli import main

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada Author",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Carl Committer",
    "GIT_COMMITTER_EMAIL": "carl@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",  # to look whether to tidy up takes a third of a commit's time
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
}
EACH_IN_A_PROCESS = os.environ.get("KEYGUARD_TEST_PROCESSES")
"""If it is set, each run of keyguard in a test is a process of its own, as with users."""


@dataclass(frozen=True)
class Result:
    """What a run of keyguard gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out, (self.code, self.err)
        return json.loads(self.out)

    @property
    def found(self) -> set[tuple[str, str]]:
        """Rule and path of each finding that counts."""
        return {
            (finding["rule"], finding["path"])
            for finding in self.json["findings"]
            if finding["suppressed"] is None
        }


def keyguard(
    *arguments: str | Path,
    cwd: Path,
    stdin: str | bytes = b"",
    env: dict[str, str] | None = None,
    own_process: bool | None = None,
) -> Result:
    """Runs the command; a traceback is always a failure.

    A process of its own costs ten to forty times what a small scan does, so only what is about one
    asks for it (the streams, the start, other modules), and all do in CI (``EACH_IN_A_PROCESS``)
    but for what says False.
    """
    given = stdin.encode() if isinstance(stdin, str) else stdin
    if own_process is None:
        own_process = bool(EACH_IN_A_PROCESS) or "PYTHONPATH" in (env or {})
    run = _in_own_process if own_process else _in_this_process
    result = run(list(map(str, arguments)), cwd, given, env or {})
    assert "Traceback" not in result.err, result.err
    return result


def _in_own_process(arguments: list[str], cwd: Path, stdin: bytes, env: dict[str, str]) -> Result:
    finished = subprocess.run(
        [sys.executable, "-m", "keyguard", *arguments],
        cwd=cwd,
        env=os.environ | env,
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Result(finished.returncode, finished.stdout.decode(), finished.stderr.decode())


def _in_this_process(arguments: list[str], cwd: Path, stdin: bytes, env: dict[str, str]) -> Result:
    """What the entry point does. A bug is raised, as with KEYGUARD_DEBUG, and not summed up."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.chdir(cwd)
        for name, value in (env | {"KEYGUARD_DEBUG": "1"}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["keyguard", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            main()
    written = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return Result(int(ended.value.code or 0), *written)


def scan_json(*arguments: str | Path, cwd: Path, **options: Any) -> Result:
    """Runs the command with ``--format json``."""
    return keyguard(*arguments, "--format", "json", cwd=cwd, **options)


NO_HYPERSCAN = {"hyperscan.py": "raise ImportError\n"}
"""As on a platform without a wheel."""


def with_modules(
    folder: Path, modules: dict[str, str], env: dict[str, str] | None = None
) -> dict[str, str]:
    """An environment in which Python finds these modules first. It loads one that is called
    ``sitecustomize`` before all others, in every process that keyguard starts as well."""
    folder.mkdir()
    for name, source in modules.items():
        (folder / name).write_text(source)
    found = (os.environ | (env or {})).get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join([str(folder), found])}


def _init(folder: Path, *options: str) -> None:
    made = ("git", "init", "--quiet", "--initial-branch=main", *options)
    subprocess.run(made, cwd=folder, env=os.environ | IDENTITY, check=True, capture_output=True)


@cache
def _empty(*options: str) -> tempfile.TemporaryDirectory[str]:
    """What git makes of an empty folder, but for the examples of hooks: most of its files."""
    folder = tempfile.TemporaryDirectory()
    _init(Path(folder.name), *options)
    for example in Path(folder.name).rglob("hooks/*.sample"):
        example.unlink()
    return folder


class Repository:
    """A real repository, written with the real git."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._clock = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)

    @classmethod
    def create(cls, path: Path, *options: str) -> Repository:
        path.mkdir(parents=True)
        if any(option.startswith("--separate-git-dir") for option in options):
            _init(path, *options)
        else:
            shutil.copytree(_empty(*options).name, path, dirs_exist_ok=True)
        return cls(path)

    def copy(self, path: Path) -> Repository:
        """The same repository in another folder: its objects, refs, hooks and work tree."""
        shutil.copytree(self.path, path, symlinks=True)
        copied = Repository(path)
        copied._clock = self._clock
        return copied

    def git(self, *arguments: str, stdin: bytes = b"", check: bool = True, **env: str) -> str:
        """What git prints, without the last newline."""
        finished = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=os.environ | IDENTITY | env,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert not check or finished.returncode == 0, finished.stderr.decode()
        return finished.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def commit(self, message: str = "change", /, **files: str) -> str:
        """Commits everything in the work tree; ``files`` are written first. Returns the id."""
        for name, content in files.items():
            self.write(name, content)
        self._clock += timedelta(hours=1)
        date = self._clock.isoformat()
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        self.git("add", "--all")
        made = ("-c", "core.abbrev=no", "commit", "--allow-empty", "--message", message)
        said = self.git(*made, **dates)  # [main (root-commit) ID] change
        return said.partition("]")[0].rpartition(" ")[2]

    def commit_file(self, name: str, content: str | bytes, message: str = "change") -> str:
        self.write(name, content)
        return self.commit(message)
