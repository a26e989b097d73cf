"""A repository that others are forks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fleet.network.forks import env
from tests.samples import production_key, staging_key
from tests.tools import Repository


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    """A repository with a key that is there, one that is not any more, and a tag."""
    repository = Repository.create(tmp_path / "upstream")
    repository.commit("begin", **{"README.md": "A shop.\n", "src/app.py": "print('shop')\n"})
    repository.commit_file("config/staging.env", env(staging_key("common")))
    repository.commit_file("notes.txt", f"key: {production_key('gone')}\n")
    repository.git("tag", "--annotate", "--message", "first", "v1")
    (repository.path / "notes.txt").unlink()
    repository.commit("remove notes")
    return repository
