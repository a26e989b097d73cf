"""The shell hooks as a user installs them, and git with them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.delivery import attempts
from tests.delivery.conftest import PROJECT
from tests.samples import production_key
from tests.tools import Repository

HOOKS = PROJECT / "hooks"
KEY = production_key("hooks")
CODE = f'key = "{KEY}"\n'


def use(repository: Repository, *names: str) -> None:
    """Installs hooks as a user does: by copying them."""
    folder = Path(repository.git("rev-parse", "--absolute-git-dir")) / "hooks"
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(HOOKS / name, folder / name)


def attempt(repository: Repository, *arguments: str) -> tuple[bool, str]:
    """Whether git did it, and everything that was printed. No output may show the key."""
    return attempts.attempt(repository, ("git", *arguments), KEY)
