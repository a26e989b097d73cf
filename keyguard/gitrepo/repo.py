"""A repository: where it lies, and which parts of it are not here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from keyguard.errors import KeyguardError
from keyguard.gitrepo.layout import UnusualError, find_layout
from keyguard.gitrepo.run import git_words, try_git


class Repository(NamedTuple):
    """The folders of one repository. ``work_tree`` is None for a bare one."""

    folder: Path
    """Where git is run: the work tree's root, or the git directory of a bare repository."""
    git_dir: Path
    common_dir: Path
    """The git directory that linked work trees share: objects, refs, ``shallow``."""
    work_tree: Path | None
    id_length: int | None = None
    """Bytes of an object id; None if the repository has a form that only git should read."""

    @classmethod
    def find(cls, start: Path) -> Repository:
        """The repository around ``start``. Raises ``KeyguardError`` if there is none."""
        if not start.exists():
            raise KeyguardError(f"{start} does not exist; name a folder inside a git repository.")
        folder = start.resolve()
        if not folder.is_dir():
            folder = folder.parent
        try:
            layout = find_layout(str(folder), os.environ)
        except (UnusualError, OSError):
            return cls._ask_git(start, folder)
        if layout is None:
            raise KeyguardError(_not_in_one(start))
        work_tree = Path(layout.work_tree)
        return cls(
            folder=work_tree,
            git_dir=Path(layout.git_dir),
            common_dir=Path(layout.common_dir),
            work_tree=work_tree,
            id_length=layout.id_length,
        )

    @classmethod
    def _ask_git(cls, start: Path, folder: Path) -> Repository:
        answer = try_git(
            ["rev-parse", "--absolute-git-dir", "--git-common-dir", "--is-bare-repository"], folder
        )
        if answer.returncode != 0:
            raise KeyguardError(_no_repository(start, answer.stderr))
        git_dir, common_dir, bare = os.fsdecode(answer.stdout).splitlines()
        work_tree = None if bare == "true" else _work_tree(folder)
        return cls(
            folder=work_tree or Path(git_dir),
            git_dir=Path(git_dir),
            common_dir=(folder / common_dir).resolve(),
            work_tree=work_tree,
        )

    @property
    def shallow_commits(self) -> frozenset[str]:
        """The commits whose parents were not fetched; empty for a full clone."""
        try:
            return frozenset((self.common_dir / "shallow").read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()

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


def _work_tree(folder: Path) -> Path | None:
    answer = try_git(["rev-parse", "--show-toplevel"], folder)
    return Path(os.fsdecode(answer.stdout).rstrip("\n")) if answer.returncode == 0 else None


def _no_repository(start: Path, stderr: bytes) -> str:
    words = git_words(stderr)
    if "not a git repository" in words:
        return _not_in_one(start)
    return f"git can't open the repository at {start}: {words}."


def _not_in_one(start: Path) -> str:
    return f"{start} is not in a git repository; name a repository, or use `keyguard scan`."
