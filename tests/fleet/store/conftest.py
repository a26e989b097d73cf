"""An empty store, and a repository with findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.fleet.store.database import Store
from tests.samples import production_key, staging_key
from tests.tools import Repository


@pytest.fixture
def leaky(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{production_key("store")}"\n')
    repository.commit_file(".env.staging", f"KEY={staging_key('store')}\n")
    return repository


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as opened:
        yield opened
