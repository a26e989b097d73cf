"""Which file configures a repository: looked for in every run, and read in few."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = ".keyguard.toml"
PYPROJECT = "pyproject.toml"


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


def _mentions_us(project: str) -> bool:
    with open(project, "rb") as file:
        return b"tool.keyguard" in file.read()
