"""Regular files only: to open a pipe is to wait until somebody writes to it, which can be never."""

from __future__ import annotations

import os
import stat
from errno import EFBIG, EINVAL, EISDIR

OPENING = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
OPENING |= getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
LARGEST = 256 << 20
"""Bytes of a file that is read as a whole: refs, settings and lists, of which two million refs are
half as large. A file without content can be of any size, and takes no room on the disk."""


def open_regular(path: str) -> int:
    """The descriptor of a regular file. Raises ``OSError``, without waiting for what is none."""
    descriptor = os.open(path, OPENING)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), path)
    raise OSError(EINVAL, "it is a pipe or a device", path)


def read_regular(path: str) -> bytes:
    """All of a regular file. Raises ``OSError``, without waiting for what is none, and if it is too
    large."""
    with open(open_regular(path), "rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(EFBIG, os.strerror(EFBIG), path)
        return file.read()


def is_waited_for(path: str) -> bool:
    """Whether who opens it may wait for ever. Sockets can't be opened, and there git has one."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return False
    is_device = stat.S_ISCHR(status.st_mode) and not _is_null(status)
    return stat.S_ISFIFO(status.st_mode) or is_device


def _is_null(status: os.stat_result) -> bool:
    return status.st_rdev == os.stat(os.devnull).st_rdev
