"""What a repository's settings say: git-config(1)."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from keyguard.gitrepo.command.run import try_git
from keyguard.gitrepo.repository import Repository


def setting(folder: Path, name: str) -> str:
    """A setting of the repository around a folder; empty if it isn't set.

    Raises ``KeyguardError`` if git can't be asked.
    """
    return _answer(["config", "--get", name], folder)


_SETTINGS = "GIT_CONFIG_"
"""What the names of variables begin with that hold settings or name files with some: in one of them
hooks get what ``git -c`` was told."""


def settings(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    """The settings of these names, in lower case, that apply to whoever called git in a folder.

    Raises ``KeyguardError`` if git can't be asked.
    """
    names_only = "|".join(map(re.escape, names))
    command = ["config", "--null", "--get-regexp", f"^({names_only})$"]
    given = {name: value for name, value in os.environ.items() if name.startswith(_SETTINGS)}
    answer = try_git(command, folder, variables=given)
    entries = (entry.partition(b"\n") for entry in answer.stdout.split(b"\0") if entry)
    return {name.decode(): value for name, _, value in entries}


def path_setting(repository: Repository, name: str) -> str:
    """A setting that is a path, ``~`` expanded; empty if it isn't set.

    Raises ``KeyguardError`` if git can't be asked.
    """
    return _answer(["config", "--type=path", "--get", name], repository.folder)


def _answer(command: list[str], folder: Path) -> str:
    return os.fsdecode(try_git(command, folder).stdout.removesuffix(b"\n"))
