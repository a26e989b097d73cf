"""Checks the habits that keep keys out of a repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from keyguard.audit.git_folder import git_folder_checks
from keyguard.context.file_kinds import is_env_file
from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.ls_files import is_ignored, untracked_paths
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import tracked_entries
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Place, State
from keyguard.model.audit import Check
from keyguard.model.patterns import lazy_pattern

_CI = lazy_pattern(
    rb"^(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|azure-pipelines\.yml"
    rb"|bitbucket-pipelines\.yml|\.circleci/config\.yml|Jenkinsfile)$"
)
_HOOK = lazy_pattern(
    rb"^(?:\.pre-commit-config\.yaml|\.husky/[^/]+|lefthook\.ya?ml|\.githooks/[^/]+)$"
)
_WHERE = (
    b".github/workflows", b".gitlab-ci.yml", b"azure-pipelines.yml", b"bitbucket-pipelines.yml",
    b".circleci/config.yml", b"Jenkinsfile", b".pre-commit-config.yaml", b".husky",
    b"lefthook.yml", b"lefthook.yaml", b".githooks",
)  # fmt: skip
"""The files and folders that these have."""


def checks(repository: Repository) -> tuple[Check, ...]:
    """Each habit, kept or not, judged by the index and the files beside it."""
    paths = [entry.path for entry in tracked_entries(repository)]
    files = _Files(repository, paths)
    return (
        _no_tracked_env_files(paths),
        _env_files_are_ignored(repository),
        _scanned_at("commit", "hook", _HOOK, files),
        _scanned_at("every push", "CI", _CI, files),
        *git_folder_checks(repository),
    )


def _no_tracked_env_files(paths: list[bytes]) -> Check:
    tracked = [path for path in paths if is_env_file(path.decode("utf-8", "replace"))]
    return Check(
        "env-files-untracked",
        not tracked,
        "tracked by git:" if tracked else "no env file is tracked by git",
        "Take it out of git (`git rm --cached FILE`), and replace the credentials it held.",
        tuple(path.decode("utf-8", "backslashreplace") for path in tracked),
    )


def _env_files_are_ignored(repository: Repository) -> Check:
    kept_out = is_ignored(repository, b".env")
    return Check(
        "env-files-ignored",
        kept_out,
        "git ignores .env" if kept_out else "git does not ignore .env",
        "Add `.env` and `.env.*` to .gitignore, and `!.env.example` for the template.",
    )


def _scanned_at(moment: str, where: str, names: re.Pattern[bytes], files: _Files) -> Check:
    found = next((path for path in files.called(names) if files.name_us(path)), None)
    message = f"no {where} configuration runs keyguard"
    if found is not None:
        name = found.decode("utf-8", "backslashreplace")
        hint = "" if files.is_tracked(found) else "; git does not track it yet: add it"
        message = f"keyguard runs at {moment} ({name}{hint})"
    return Check(
        f"scanned-in-{where.lower()}",
        found is not None,
        message,
        f"Run keyguard at {moment}: `keyguard init` writes what that needs.",
    )


class _Files:
    """The files of a work tree, what git tracks of them first."""

    def __init__(self, repository: Repository, tracked: list[bytes]) -> None:
        self._repository = repository
        self._tracked = tracked
        self._siblings = SiblingFiles(repository)

    def called(self, names: re.Pattern[bytes]) -> Iterator[bytes]:
        """The paths of this form."""
        yield from filter(names.search, self._tracked)
        yield from filter(names.search, self._untracked)

    @cached_property
    def _untracked(self) -> list[bytes]:
        """What of the files asked for git neither tracks nor ignores; none if it can't list it."""
        with suppress(KeyguardError):
            return untracked_paths(self._repository, _WHERE)
        return []

    def is_tracked(self, path: bytes) -> bool:
        """Whether the index has it."""
        return path in self._tracked

    def name_us(self, path: bytes) -> bool:
        """Whether a file names keyguard."""
        content = self._siblings.read(Place(path, State.INDEX), path)
        if content is None:
            with suppress(OSError):
                folder = os.fsencode(self._repository.folder)
                content = read_regular(os.fsdecode(os.path.join(folder, path)))
        return content is not None and b"keyguard" in content
