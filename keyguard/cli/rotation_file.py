"""The file of rotations in the current repository, and what other commands say of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from keyguard.cli.console import say
from keyguard.errors import KeyguardError
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.commit_files import CommitFiles
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.rotation.file import FILE_NAME, read_rotations, write_rotations
from keyguard.rotation.notice import notices, title
from keyguard.rotation.record import Rotation
from keyguard.storage.one_writer import alone_in

_WITH_ROTATIONS = frozenset({"text", "markdown", "html", "github"})
"""Formats that people read, in which the report says it."""
LARGEST = 4 * 1024 * 1024
"""Bytes of the file: some ten thousand rotations."""
SHORTEST = 4
"""Hexadecimal digits that are enough to name a rotation, if no other begins with them."""


class RotationFile(NamedTuple):
    """The file, and its contents when it was read."""

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
        """The open rotation whose digest begins with ``prefix``. Raises ``KeyguardError`` unless
        there is one."""
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
        """Adds rotations, or their steps to those with the same digest.

        The file is read anew: while the Gateway was asked, somebody else may have marked a step.
        """
        try:
            with alone_in(self.path.parent):
                there = {each.digest: each for each in read_rotations(self.path, _read)}
                for each in changed:
                    there[each.digest] = each.joined(there.get(each.digest, each))
                write_rotations(self.path, there.values())
        except OSError as error:
            raise KeyguardError(
                f"the rotations can't be written to {self.path} ({error.strerror}); try again."
            ) from error
        self.by_digest.clear()
        self.by_digest.update(there)


def open_rotations(repository: Repository) -> tuple[str, ...]:
    """A sentence about each rotation that is open.

    If that is not known, the reason goes to standard error: this is a reminder, so nothing fails
    because of it.
    """
    path = repository.folder / FILE_NAME
    read = _read if repository.work_tree is not None else CommitFiles(repository, "HEAD").read
    try:
        return tuple(notices(read_rotations(path, read), FILE_NAME))
    except KeyguardError as error:
        say(str(error))
        return ()


def tell_of_rotations(report: Report, format: str) -> None:
    """Says on standard error what a report in this format has no place for."""
    for sentence in report.rotations if format not in _WITH_ROTATIONS else ():
        say(sentence)


def _read(path: Path) -> bytes:
    """Raises ``OSError`` for what is no regular file, or too large for one that people read."""
    if os.path.getsize(path) > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return read_regular(os.fspath(path))
