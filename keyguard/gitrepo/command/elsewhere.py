"""Work on other repositories than the one that a hook runs in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

ABOUT_HERE = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
"""Variables that name the repository that a hook runs in (``git rev-parse --local-env-vars``)."""


@contextmanager
def elsewhere() -> Iterator[None]:
    """Forgets which repository the process was started in."""
    known = leave_repository()
    try:
        yield
    finally:
        os.environ.update(known)


def leave_repository() -> dict[str, str]:
    """Forgets it for good, as a process does that has no business there. Returns what it was."""
    known = ((name, os.environ.pop(name, None)) for name in ABOUT_HERE)
    return {name: value for name, value in known if value is not None}
