"""A repository: where it is, and which parts of it are missing on purpose."""

from __future__ import annotations

import os

from keyguard.errors import KeyguardError
from keyguard.gitrepo.discovery import Layout, UnusualError, find_layout
from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


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
            from keyguard.gitrepo.command.rev_parse import layout_around

            layout = layout_around(_path(folder), os.fspath(start))
        if layout is None:
            raise not_in_one(start)
        return cls(layout)

    @classmethod
    def named(cls, path: str | os.PathLike[str]) -> Repository:
        """The repository that the user named by a folder in it, or by its ``.git``.

        Raises like ``find``, and also for any other file: reading a bundle does not mean reading
        the repository that it happens to lie in.
        """
        if os.path.isfile(path) and os.path.basename(path) != ".git":
            raise NoRepositoryError(f"{path} is a file, not a repository; use `keyguard scan`.")
        return cls.find(path)

    @property
    def folder(self) -> Path:
        """The folder to run git in: the work tree's root, or the git directory of a bare
        repository."""
        return _path(self.layout.top)

    @property
    def git_dir(self) -> Path:
        """The git directory of this work tree alone: HEAD, the index."""
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
            listed = read_regular(os.path.join(self.layout.common_dir, "shallow"))
        except FileNotFoundError:
            return frozenset()
        return frozenset(listed.decode("ascii", "replace").split())

    @property
    def is_partial(self) -> bool:
        """Whether objects may be missing on purpose, because the repository was cloned with a
        filter."""
        packs = os.path.join(self.layout.common_dir, "objects", "pack")
        try:
            return any(name.endswith(".promisor") for name in os.listdir(packs))
        except OSError:  # there are no packs
            return False

    def has(self, revision: str) -> bool:
        """Whether a revision names an object that is stored here."""
        from keyguard.gitrepo.command.cat_file import exists

        return exists(self, revision)

    def head(self) -> str | None:
        """The commit at HEAD; None before the first commit."""
        from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
        from keyguard.gitrepo.worktree.refs import head_commit

        try:
            return head_commit(self.layout)
        except LEFT_TO_GIT:
            from keyguard.gitrepo.command import rev_parse

            return rev_parse.head_commit(self.folder)


def _path(name: str) -> Path:
    from pathlib import Path  # slower to load than all that a small scan does

    return Path(name)


def not_in_one(start: str | os.PathLike[str]) -> NoRepositoryError:
    """The error to raise where no repository is around ``start``."""
    return NoRepositoryError(
        f"{start} is not in a git repository; name a repository, or use `keyguard scan`."
    )
