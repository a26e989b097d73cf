"""The user's cache, whose files are trusted only where nobody else can have written them.

So neither a work tree is used, which may be a stranger's, nor a folder or a file of another user.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from errno import EINVAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = str | os.PathLike[str]

NAME = "keyguard"
KEPT = 30 * 24 * 3600
"""Seconds for which a file is kept, so that older versions leave nothing behind."""


def cache_folder() -> str | None:
    """The folder, which may not exist yet; None if there is none that can be trusted.

    On systems other than Linux it needs platformdirs, which the extra ``fast`` brings.
    """
    named = _named()
    if not os.path.isabs(named):
        return None
    folder = os.path.realpath(named)
    # What may not be looked into is no error.
    in_work_tree = any(os.path.exists(os.path.join(each, ".git")) for each in _and_above(folder))
    return None if in_work_tree else folder


def _and_above(folder: str) -> Iterator[str]:
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        yield folder


def _named() -> str:
    """What the system calls the folder; empty if that is not known."""
    if sys.platform == "linux":  # as https://specifications.freedesktop.org/basedir/latest says
        given = os.environ.get("XDG_CACHE_HOME", "")
        caches = given if os.path.isabs(given) else os.path.expanduser("~/.cache")
        return os.path.join(caches, NAME)
    try:
        from platformdirs import user_cache_dir  # takes as long to load as 40 files to read
    except ImportError:
        return ""
    return user_cache_dir(NAME, appauthor=False)


def holds(suffix: str) -> bool:
    """Whether a file is stored whose name ends with ``suffix``; reading it shows whether to trust
    it."""
    folder = cache_folder()
    with suppress(OSError):
        return folder is not None and any(name.endswith(suffix) for name in os.listdir(folder))
    return False


def read_kept(path: Path) -> bytes | None:
    """The content of a stored file; None if others can write there.

    Raises ``OSError`` if it can't be read, and for a pipe, without waiting for a writer.
    """
    if not all(map(_is_ours, (os.path.dirname(path), path))):
        return None
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(EINVAL, "it is a pipe or a device", os.fspath(path))
    with open(path, "rb") as file:
        return file.read()


def store(path: Path, content: bytes, most: int | None = None) -> None:
    """Stores a file in one go, and removes files that were not needed for long.

    All files with its suffix then have at most ``most`` bytes; the oldest give way. Raises
    ``OSError`` if that can't be done.
    """
    import tempfile  # what is kept is mostly read

    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(written, path)
    except OSError:
        os.unlink(written)
        raise
    _make_room(folder, os.path.splitext(path)[1], most)


def _make_room(folder: str, suffix: str, most: int | None) -> None:
    """Removes what is too old of the files with a suffix, and of the rest what is too much."""
    total = 0
    with os.scandir(folder) as entries:
        found = [(each.stat(), each.path) for each in entries if each.name.endswith(suffix)]
    for status, path in sorted(found, key=lambda each: each[0].st_mtime, reverse=True):
        total += status.st_size
        if status.st_mtime < time.time() - KEPT or (most is not None and total > most):
            with suppress(FileNotFoundError):
                os.unlink(path)


def _is_ours(path: Path) -> bool:
    """Whether nobody else can write there, where the system says so."""
    status = os.stat(path)
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
