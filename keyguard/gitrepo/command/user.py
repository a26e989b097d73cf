"""The name of the user, as git knows it: git-config(1)."""

from __future__ import annotations

from pathlib import Path

from keyguard.gitrepo.command.run import try_git


def user_name(folder: Path) -> str:
    """The setting ``user.name``; empty if there is none."""
    answer = try_git(["config", "--get", "user.name"], folder)
    return answer.stdout.decode(errors="replace").strip() if answer.returncode == 0 else ""
