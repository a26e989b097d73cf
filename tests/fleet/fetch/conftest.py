"""A repository that is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    repository = Repository.create(tmp_path / "upstream")
    repository.commit("begin", **{"README.md": "A shop.\n"})
    repository.commit_file("config/production.env", f"KEY={production_key('upstream')}\n")
    return repository
