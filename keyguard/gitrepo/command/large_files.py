"""Files of a git directory that git would hold in memory whatever their size.

A sparse file can have any size without taking room on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from keyguard.errors import KeyguardError
from keyguard.gitrepo.discovery import UnusualError, entry_around, git_directory, git_folders
from keyguard.gitrepo.regular_files import LARGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_FILES = (
    *("HEAD", "commondir", "config", "config.worktree", "index", "packed-refs", "shallow"),
    os.path.join("objects", "info", "alternates"),
)
_FOLDERS = ("info", "logs", "refs", "worktrees")
"""Folders of which git may read every file."""


def refuse_large_files(folder: Path, variables: Mapping[str, str]) -> None:
    """Looks once through the git directory around ``folder``, before git does.

    Raises ``KeyguardError`` if a file in it would fill git's memory.
    """
    if found := _first_large(entry_around(str(folder), variables) or str(folder)):
        raise KeyguardError(
            f"{found} has over {LARGEST >> 20} MiB, all of which git would hold; repair or "
            "remove it."
        )


@lru_cache(maxsize=16)
def _first_large(entry: str) -> str:
    """The first one in the git directory that ``entry`` is or leads to; empty if there is none."""
    folders: dict[str, None] = {}
    with suppress(UnusualError, OSError):
        folders[git_directory(entry)] = None
        folders |= dict.fromkeys(git_folders(entry))
    files = (os.path.join(folder, name) for folder in folders for name in _FILES)
    below = _below(os.path.join(folder, name) for folder in folders for name in _FOLDERS)
    return next(filter(_is_large, (*files, *below)), "")


def _below(folders: Iterable[str]) -> Iterator[str]:
    for top in folders:
        for folder, _, names in os.walk(top):  # of what it can't list, git says so
            yield from (os.path.join(folder, name) for name in names)


def _is_large(file: str) -> bool:
    try:
        return os.stat(file).st_size > LARGEST
    except (OSError, ValueError):
        return False
