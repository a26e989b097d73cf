"""Habits that keep keys out of a repository: what an audit checks besides the findings."""

from __future__ import annotations

import re
from collections.abc import Callable

from keyguard.audit.git_folder import git_folder_checks
from keyguard.context.file_kinds import is_env_file
from keyguard.gitrepo.command.ls_files import is_ignored, tracked_entries
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Place, State
from keyguard.model.audit import Check

_CI = re.compile(
    rb"^(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|azure-pipelines\.yml"
    rb"|bitbucket-pipelines\.yml|\.circleci/config\.yml|Jenkinsfile)$"
)
_HOOK = re.compile(
    rb"^(?:\.pre-commit-config\.yaml|\.husky/[^/]+|lefthook\.ya?ml|\.githooks/[^/]+)$"
)

SHOWN = 5
"""Paths that a message names; the rest is counted."""


def checks(repository: Repository) -> tuple[Check, ...]:
    """Each habit, kept or not, as it stands in the index."""
    paths = [entry.path for entry in tracked_entries(repository)]
    mentions = _Mentions(repository)
    return (
        _no_tracked_env_files(paths),
        _env_files_are_ignored(repository),
        _scanned_at("commit", "hook", [path for path in paths if _HOOK.search(path)], mentions),
        _scanned_at("every push", "CI", [path for path in paths if _CI.search(path)], mentions),
        *git_folder_checks(repository),
    )


def _no_tracked_env_files(paths: list[bytes]) -> Check:
    tracked = [path for path in paths if is_env_file(path.decode("utf-8", "replace"))]
    return Check(
        "env-files-untracked",
        not tracked,
        f"tracked by git: {_listed(tracked)}" if tracked else "no env file is tracked by git",
        "Take it out of git (`git rm --cached FILE`), and replace the credentials it held.",
    )


def _env_files_are_ignored(repository: Repository) -> Check:
    kept_out = is_ignored(repository, b".env")
    return Check(
        "env-files-ignored",
        kept_out,
        "git ignores .env" if kept_out else "git does not ignore .env",
        "Add `.env` and `.env.*` to .gitignore, and `!.env.example` for the template.",
    )


def _scanned_at(
    moment: str, where: str, candidates: list[bytes], mentions: Callable[[bytes], bool]
) -> Check:
    found = next((path for path in candidates if mentions(path)), None)
    message = (
        f"keyguard runs at {moment} ({found.decode('utf-8', 'replace')})"
        if found
        else f"no {where} configuration runs keyguard"
    )
    return Check(
        f"scanned-in-{where.lower()}",
        found is not None,
        message,
        f'Run keyguard at {moment}: see the README, "At commit" and "In CI".',
    )


class _Mentions:
    """Whether a tracked file names keyguard."""

    def __init__(self, repository: Repository) -> None:
        self._neighbours = SiblingFiles(repository)

    def __call__(self, path: bytes) -> bool:
        content = self._neighbours.read(Place(path, State.INDEX), path)
        return content is not None and b"keyguard" in content


def _listed(paths: list[bytes]) -> str:
    names = [path.decode("utf-8", "backslashreplace") for path in paths[:SHOWN]]
    more = len(paths) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
