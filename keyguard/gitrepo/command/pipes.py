"""Pipes and devices in place of files that git opens: git would wait for them, and so would
keyguard."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.named_files import files_named
from keyguard.gitrepo.discovery import UnusualError, entry_around, git_directory, git_folders
from keyguard.gitrepo.objects.alternates import with_alternates
from keyguard.gitrepo.regular_files import is_waited_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

PATIENCE = 2
"""Seconds that git may take to list a work tree before keyguard looks for a pipe in its way."""

IGNORE_FILE = ".gitignore"

_NOT_OPENED = frozenset({"annex", "lfs", "modules"})
"""Folders in a git directory that git itself does not look into: they belong to other programs, or
are other repositories."""


def refuse_pipes(folder: Path, variables: Mapping[str, str]) -> None:
    """Looks once through the git directory around ``folder``, before git does.

    Raises ``KeyguardError`` if it has a pipe or a device that git would wait for.
    """
    entry = entry_around(str(folder), variables) or str(folder)
    if found := _first_pipe(entry, variables.get("GIT_OBJECT_DIRECTORY", "")):
        raise waited_for(found)


def waited_for(path: str) -> KeyguardError:
    """The error to raise about a pipe that git would wait for."""
    return KeyguardError(
        f"{path} is a pipe or a device, for which git would wait without end; remove it."
    )


def leads_to_pipe(root: Path, path: bytes) -> bool:
    """Whether git reads a pipe to find out if it ignores ``path``, relative to ``root``."""
    folders = (root / os.fsdecode(path)).parents
    return any(is_waited_for(str(folder / IGNORE_FILE)) for folder in folders)


class IgnoreFileWatch:
    """Ends a git that lists a work tree and waits for a pipe called ``.gitignore``.

    Looking for such a pipe in every folder takes as long as git's own work, so it begins only once
    git takes long.
    """

    def __init__(self, process: Popen[bytes], root: Path) -> None:
        self._process = process
        self._root = root
        self._found = ""
        from threading import Timer

        self._timer = Timer(PATIENCE, self._look)
        self._timer.daemon = True

    def __enter__(self) -> IgnoreFileWatch:
        try:
            self._timer.start()
        except RuntimeError:  # the system allows no thread
            self._look()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def check(self) -> None:
        """Raises ``KeyguardError`` if the watch has ended git."""
        if self._found:
            raise waited_for(self._found)

    def _look(self) -> None:
        for folder, _, files in os.walk(self._root):
            if self._process.poll() is not None:
                return
            if IGNORE_FILE in files and is_waited_for(os.path.join(folder, IGNORE_FILE)):
                self._found = os.path.join(folder, IGNORE_FILE)
                self._process.kill()
                return


@lru_cache(maxsize=16)
def _first_pipe(entry: str, objects: str) -> str:
    """The first one in the git directory that ``entry`` is or leads to; empty if there is none."""
    if is_waited_for(entry):
        return entry
    folders: dict[str, None] = {}
    with suppress(UnusualError, OSError):
        folders[git_directory(entry)] = None
        folders |= dict.fromkeys(git_folders(entry))
    stores = [os.path.join(folder, "objects") for folder in folders]
    found = [
        *filter(is_waited_for, files_named(folders, os.path.dirname(entry))),
        *_below([*folders, *with_alternates([*stores, objects] if objects else stores)]),
    ]
    return found[0] if found else ""


def _below(folders: Iterable[str]) -> Iterator[str]:
    pending = list(folders)
    while pending:
        with suppress(OSError), os.scandir(pending.pop()) as entries:  # git says what it can't list
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in _NOT_OPENED:
                        pending.append(entry.path)
                elif not entry.is_file(follow_symlinks=False) and is_waited_for(entry.path):
                    yield entry.path
