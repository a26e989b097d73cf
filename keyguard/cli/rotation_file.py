"""The file of rotations where a command is run, and what other commands say of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NamedTuple

from keyguard.cli.console import say
from keyguard.errors import KeyguardError
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.commit_files import CommitFiles
from keyguard.rotation.file import FILE_NAME, read_rotations, write_rotations
from keyguard.rotation.notice import notices, title
from keyguard.rotation.record import Rotation

LARGEST = 4 * 1024 * 1024
"""Bytes: some ten thousand rotations."""
SHORTEST = 4
"""Hexadecimal digits that a rotation may be named by, if no other begins with them."""


class RotationFile(NamedTuple):
    """The file, and what it held when it was read."""

    path: Path
    by_digest: dict[str, Rotation]

    @classmethod
    def of(cls, root: Path) -> RotationFile:
        """The file of a repository, which need not be there. Raises ``KeyguardError``."""
        path = root / FILE_NAME
        return cls(path, {each.digest: each for each in read_rotations(path, _read)})

    def read(self) -> tuple[Rotation, ...]:
        """The rotations, in the order of the file."""
        return tuple(self.by_digest[digest] for digest in sorted(self.by_digest))

    def open_one(self, prefix: str) -> Rotation:
        """The rotation whose digest begins so. Raises ``KeyguardError`` unless one is open."""
        found = [each for each in self.read() if each.digest.startswith(prefix.lower())]
        if len(found) != 1 or len(prefix) < SHORTEST:
            raise KeyguardError(
                f"{len(found)} rotations have a digest that begins with {prefix!r}; name one by "
                f"{SHORTEST} digits or more, as `keyguard rotation show` lists them."
            )
        if not found[0].is_open:
            raise KeyguardError(f"the rotation of {title(found[0])} is closed.")
        return found[0]

    def write(self, *changed: Rotation) -> None:
        """Adds rotations, or puts them in the place of those with the same digest."""
        self.by_digest.update({each.digest: each for each in changed})
        write_rotations(self.path, self.by_digest.values())


def tell_of_rotations(repository: Repository) -> None:
    """Says on standard error what is open. It is a reminder, so nothing fails because of it."""
    path = repository.folder / FILE_NAME
    try:
        if repository.work_tree is None:
            rotations = read_rotations(path, CommitFiles(repository, "HEAD").read)
        else:
            rotations = read_rotations(path, _read)
    except KeyguardError as error:
        say(str(error))
        return
    for notice in notices(rotations, FILE_NAME):
        say(notice)


def _read(path: Path) -> bytes:
    """Raises ``OSError`` for what is no regular file, or too large for one that people read."""
    if os.path.getsize(path) > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return read_regular(os.fspath(path))
