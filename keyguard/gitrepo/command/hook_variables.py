"""The variables by which git names a hook its repository, removed for work on other ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

HOOK_VARIABLES = (
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
def without_hook_variables() -> Iterator[None]:
    """Removes, while the block lasts, the variables that name the repository of a running hook."""
    known = drop_hook_variables()
    try:
        yield
    finally:
        os.environ.update(known)


def drop_hook_variables() -> dict[str, str]:
    """Removes for good the variables that name the repository of a hook, and returns them."""
    known = ((name, os.environ.pop(name, None)) for name in HOOK_VARIABLES)
    return {name: value for name, value in known if value is not None}
