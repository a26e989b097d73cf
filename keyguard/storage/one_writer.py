"""One writer at a time: nobody may overtake a process that reads a file, changes it and writes it
back."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

PATIENCE = 10.0
"""Seconds to wait for another writer, who needs some milliseconds."""
_PAUSE = 0.02


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Lets one process in at a time, where the system can lock folders; its end releases the lock.

    Raises ``OSError`` if another one stays for too long.
    """
    try:
        import fcntl
    except ImportError:  # on Windows
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    end = time.monotonic() + PATIENCE
    try:
        while not _is_locked(fcntl, descriptor):
            if time.monotonic() > end:
                raise OSError(errno.EAGAIN, "another program keeps its folder locked")
            time.sleep(_PAUSE)
        yield
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _is_locked(fcntl: ModuleType, descriptor: int) -> bool:
    """Whether the lock is ours now. Where folders can't be locked, it is taken for so."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
