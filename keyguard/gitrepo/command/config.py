"""What a repository's settings say: git-config(1)."""

from __future__ import annotations

import os

from keyguard.gitrepo.command.run import try_git
from keyguard.gitrepo.repository import Repository


def path_setting(repository: Repository, name: str) -> str:
    """A setting that is a path, ``~`` expanded; empty if it isn't set.

    Raises ``KeyguardError`` if git can't be asked.
    """
    answer = try_git(["config", "--type=path", "--get", name], repository.folder)
    return os.fsdecode(answer.stdout.removesuffix(b"\n"))
