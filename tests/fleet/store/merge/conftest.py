"""Repositories that stores know of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fleet.store.merge.merging import KEY, OTHER
from tests.tools import Repository


@pytest.fixture
def leaky(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    return repository


@pytest.fixture
def another(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "another")
    made.commit_file(".env.staging", f"KEY={OTHER}\n")
    return made
