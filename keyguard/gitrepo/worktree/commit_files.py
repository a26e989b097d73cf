"""Files as a commit has them, read by the paths that they have or would have on disk."""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.gitrepo.command.cat_file import blob_at
from keyguard.gitrepo.repository import Repository


class CommitFiles:
    """Reads what is in the repository from one commit, and anything else from disk."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.root = repository.folder
        self._repository = repository
        self._commit = commit

    def read(self, path: Path) -> bytes:
        """The content of a file. Raises ``FileNotFoundError`` if the commit has none there."""
        folder, base_name = os.path.split(os.path.abspath(path))
        full = os.path.join(os.path.realpath(folder), base_name)
        inside = os.path.relpath(full, os.path.realpath(self.root))
        if inside.split(os.sep)[0] == os.pardir or os.path.isabs(inside):
            return path.read_bytes()
        name = f"{self._commit}:{inside.replace(os.sep, '/')}"
        content = blob_at(self._repository, name)
        if content is None:
            raise FileNotFoundError(2, f"{self._commit[:12]} has no such file", os.fspath(path))
        return content
