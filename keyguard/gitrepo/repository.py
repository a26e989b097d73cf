"""A repository: where it lies, and which parts of it are not here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git_words, try_git
from keyguard.gitrepo.discovery import Layout, UnusualError, find_layout

if TYPE_CHECKING:
    from pathlib import Path


_LINES = 4
"""Of git's answer to ``_ask_git``: three, each with an end."""
_TOO_NEW = ("unknown repository extension", "expected git repo version", "extensions.refstorage")
"""What a git says of a form that came after it: setup.c, verify_repository_format."""


class NoRepositoryError(KeyguardError):
    """There is no repository, as opposed to one that can't be opened."""


class Repository(NamedTuple):
    """One repository: its folders, and what git says of it."""

    layout: Layout

    @classmethod
    def find(cls, start: str | os.PathLike[str]) -> Repository:
        """The repository around ``start``.

        Raises ``NoRepositoryError`` if there is none, ``KeyguardError`` if git can't open it.
        """
        if not os.path.exists(start):
            raise NoRepositoryError(
                f"{start} does not exist; name a folder inside a git repository."
            )
        folder = os.path.realpath(start)
        if not os.path.isdir(folder):
            folder = os.path.dirname(folder)
        try:
            layout = find_layout(folder, os.environ)
        except (UnusualError, OSError):
            layout = _ask_git(start, folder)
        if layout is None:
            raise _not_in_one(start)
        return cls(layout)

    @property
    def folder(self) -> Path:
        """Where git is run: the work tree's root, or the git directory of a bare repository."""
        return _path(self.layout.top)

    @property
    def git_dir(self) -> Path:
        """What this work tree has for itself: HEAD, the index."""
        return _path(self.layout.git_dir)

    @property
    def common_dir(self) -> Path:
        """The git directory that linked work trees share: objects, refs, ``shallow``."""
        return _path(self.layout.common_dir)

    @property
    def work_tree(self) -> Path | None:
        """The root of the work tree; None for a bare repository."""
        return _path(self.layout.work_tree) if self.layout.work_tree else None

    @property
    def shallow_commits(self) -> frozenset[str]:
        """The commits whose parents were not fetched; empty for a full clone."""
        try:
            listed = (self.common_dir / "shallow").read_bytes()
        except FileNotFoundError:
            return frozenset()
        return frozenset(listed.decode("ascii", "replace").split())

    @property
    def is_partial(self) -> bool:
        """Whether objects may be missing on purpose: it was cloned with a filter."""
        return any((self.common_dir / "objects" / "pack").glob("*.promisor"))

    def has(self, revision: str) -> bool:
        """Whether a revision names an object that is here."""
        return (
            try_git(["cat-file", "-e", "--end-of-options", revision], self.folder).returncode == 0
        )

    def head(self) -> str | None:
        """The commit at HEAD; None before the first commit."""
        answer = try_git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], self.folder)
        return answer.stdout.decode("ascii").strip() if answer.returncode == 0 else None


def _path(name: str) -> Path:
    from pathlib import Path  # slower to load than all that a small scan does

    return Path(name)


def _ask_git(start: str | os.PathLike[str], folder: str) -> Layout:
    at = _path(folder)
    answer = try_git(
        ["rev-parse", "--absolute-git-dir", "--git-common-dir", "--is-bare-repository"], at
    )
    if answer.returncode != 0:
        raise _not_opened(start, answer.stderr)
    lines = os.fsdecode(answer.stdout).split("\n")
    if len(lines) != _LINES:
        raise KeyguardError(
            f"the repository at {start} has a line break in its path; rename the folder."
        )
    git_dir, common_dir, bare, _ = lines
    common_dir = os.path.realpath(os.path.join(folder, common_dir))
    return Layout("" if bare == "true" else _work_tree(at), git_dir, common_dir)


def _work_tree(folder: Path) -> str:
    answer = try_git(["rev-parse", "--show-toplevel"], folder)
    return os.fsdecode(answer.stdout).rstrip("\n") if answer.returncode == 0 else ""


def _not_opened(start: str | os.PathLike[str], stderr: bytes) -> KeyguardError:
    words = git_words(stderr)
    if "not a git repository" in words:
        return _not_in_one(start)
    remedy = ""
    if any(saying in words.lower() for saying in _TOO_NEW):
        needed = " (reftable needs git 2.45)" if "refstorage" in words.lower() else ""
        remedy = f"; this git is older than the repository's form, so install a newer one{needed}"
    return KeyguardError(f"git can't open the repository at {start}: {words}{remedy}.")


def _not_in_one(start: str | os.PathLike[str]) -> NoRepositoryError:
    return NoRepositoryError(
        f"{start} is not in a git repository; name a repository, or use `keyguard scan`."
    )
