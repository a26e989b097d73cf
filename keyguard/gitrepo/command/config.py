"""What a repository's settings say: git-config(1)."""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.gitrepo.command.run import try_git
from keyguard.gitrepo.repository import Repository


def setting(folder: Path, name: str) -> str:
    """A setting of the repository around a folder; empty if it isn't set.

    Raises ``KeyguardError`` if git can't be asked.
    """
    return _answer(["config", "--get", name], folder)


def path_setting(repository: Repository, name: str) -> str:
    """A setting that is a path, ``~`` expanded; empty if it isn't set.

    Raises ``KeyguardError`` if git can't be asked.
    """
    return _answer(["config", "--type=path", "--get", name], repository.folder)


def _answer(command: list[str], folder: Path) -> str:
    return os.fsdecode(try_git(command, folder).stdout.removesuffix(b"\n"))
