"""What a branch is pushed to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import Repository


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "remote.git", "--bare")
