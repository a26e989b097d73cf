"""Opens regular files only: opening a pipe means to wait until somebody writes to it, perhaps for
ever."""

from __future__ import annotations

import os
import stat
from errno import EFBIG, EINVAL, EISDIR

OPENING = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
OPENING |= getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
LARGEST = 256 << 20
"""Bytes of a file that is read as a whole: refs, settings and lists. Two million refs take half of
it.

A sparse file can have any size without taking room on the disk.
"""


def open_regular(path: str) -> int:
    """The descriptor of a regular file.

    Raises ``OSError``; for a file of another kind without waiting for it.
    """
    descriptor = os.open(path, OPENING)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), path)
    raise OSError(EINVAL, "it is a pipe or a device", path)


def read_regular(path: str) -> bytes:
    """The content of a regular file.

    Raises ``OSError`` if it is too large; for a file of another kind without waiting for it.
    """
    with open(open_regular(path), "rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(EFBIG, os.strerror(EFBIG), path)
        return file.read()


def is_waited_for(path: str) -> bool:
    """Whether opening a path may mean to wait for ever. Sockets can't be opened; git has one."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return False
    is_device = stat.S_ISCHR(status.st_mode) and not _is_null(status)
    return stat.S_ISFIFO(status.st_mode) or is_device


def _is_null(status: os.stat_result) -> bool:
    return status.st_rdev == os.stat(os.devnull).st_rdev
