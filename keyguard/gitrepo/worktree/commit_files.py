"""Files as a commit has them, read by the paths that they have, or would have, on the disk."""

from __future__ import annotations

import os
from errno import EINVAL, ENOENT
from functools import cached_property
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.cat_file import blob_at
from keyguard.gitrepo.command.ls_tree import has_entry
from keyguard.gitrepo.discovery import UnusualError
from keyguard.gitrepo.objects.committed_file import CommittedFiles
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT, lookup_in
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import head_id
from keyguard.model.piece import LARGE


class CommitFiles:
    """Reads files of the repository from one commit, and other files from the disk."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.root = repository.folder
        self._repository = repository
        self._revision = commit

    def read(self, path: Path) -> bytes:
        """The content of a file.

        Raises ``FileNotFoundError`` if the commit has nothing there, and ``OSError`` if the
        commit's content can't be read.
        """
        name = self._name_of(os.path.abspath(path))
        if name is None:
            return read_regular(str(path))
        content = self._content(name)
        if content is None:
            raise self._failure(name)
        return content

    def _name_of(self, path: str) -> str | None:
        """What the commit calls a path; None if it is outside of the repository.

        Links that lead to the root are followed as they are on disk. What is below it is the
        commit's own: there a link of the work tree may be a folder, or lead elsewhere.
        """
        root = os.path.realpath(self.root)
        for folder in reversed(Path(path).parents):
            if os.path.realpath(folder) == root:
                return Path(path).relative_to(folder).as_posix()
        full = Path(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        return full.relative_to(root).as_posix() if full.is_relative_to(root) else None

    def _content(self, name: str) -> bytes | None:
        try:
            return self._files.read(self._commit_id, os.fsencode(name))
        except LEFT_TO_GIT:
            return blob_at(self._repository, f"{self._revision}:{name}")

    def _has_entry(self, name: str) -> bool:
        try:
            return self._files.has(self._commit_id, os.fsencode(name))
        except LEFT_TO_GIT:
            return has_entry(self._repository, self._revision, name)

    @cached_property
    def _files(self) -> CommittedFiles:
        layout = self._repository.layout
        return CommittedFiles(lookup_in(layout, LARGE), layout.id_length or 0)

    @cached_property
    def _commit_id(self) -> str:
        commit = head_id(self._repository.layout) if self._revision == "HEAD" else self._revision
        if commit is None:
            raise UnusualError
        return commit

    def _failure(self, name: str) -> OSError:
        short = self._revision[:12]
        try:
            is_there = self._has_entry(name)
        except KeyguardError:
            what = "a tree of it is damaged, or was not fetched"
            return OSError(EINVAL, f"{short} can't be looked into: {what}", name)
        if not is_there:
            return FileNotFoundError(ENOENT, f"{short} has no such file", name)
        what = "a folder, a link that leads out or nowhere, or an object that is not stored here"
        return OSError(EINVAL, f"in {short} it is {what}", name)
