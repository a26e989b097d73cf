"""Files as a commit has them, read by the paths that they have or would have on disk."""

from __future__ import annotations

import os
from errno import EINVAL, ENOENT
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.cat_file import blob_at
from keyguard.gitrepo.command.ls_tree import has_entry
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository


class CommitFiles:
    """Reads what is in the repository from one commit, and anything else from disk."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.root = repository.folder
        self._repository = repository
        self._commit = commit

    def read(self, path: Path) -> bytes:
        """The content of a file. Raises ``FileNotFoundError`` if the commit has nothing there, and
        ``OSError`` if what it has can't be read."""
        folder, base_name = os.path.split(os.path.abspath(path))
        full = os.path.join(os.path.realpath(folder), base_name)
        inside = os.path.relpath(full, os.path.realpath(self.root))
        if inside.split(os.sep)[0] == os.pardir or os.path.isabs(inside):
            return read_regular(str(path))
        name = inside.replace(os.sep, "/")
        content = blob_at(self._repository, f"{self._commit}:{name}")
        if content is None:
            raise self._failure(name)
        return content

    def _failure(self, name: str) -> OSError:
        short = self._commit[:12]
        try:
            is_there = has_entry(self._repository, self._commit, name)
        except KeyguardError:
            what = "a tree of it is damaged, or was not fetched"
            return OSError(EINVAL, f"{short} can't be looked into: {what}", name)
        if not is_there:
            return FileNotFoundError(ENOENT, f"{short} has no such file", name)
        what = "a folder, a link that leads out or nowhere, or an object that is not stored here"
        return OSError(EINVAL, f"in {short} it is {what}", name)
