"""Which file configures a repository: looked for in every run, and read in few."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE_NAME = ".keyguard.toml"
PYPROJECT = "pyproject.toml"
OUR_TABLE = b"tool.keyguard"


def find_file(root: str | os.PathLike[str]) -> Path | None:
    """The configuration file of a folder; None if it has none."""
    own, project = os.path.join(root, FILE_NAME), os.path.join(root, PYPROJECT)
    if os.path.isfile(own):
        found = own
    elif os.path.isfile(project) and _mentions_us(project):
        found = project
    else:
        return None
    from pathlib import Path  # slower to load than all that a small scan does

    return Path(found)


def find_file_in(root: Path, read: Callable[[Path], bytes]) -> Path | None:
    """The configuration file of a folder whose files are not on disk, but ``read`` has them.

    ``read`` raises ``OSError`` for a file that is not there.
    """
    for name, mark in ((FILE_NAME, b""), (PYPROJECT, OUR_TABLE)):
        try:
            if mark in read(root / name):
                return root / name
        except OSError:
            continue
    return None


def _mentions_us(project: str) -> bool:
    with open(project, "rb") as file:
        return OUR_TABLE in file.read()
