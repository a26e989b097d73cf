"""A repository with a leaked key."""

from __future__ import annotations

import pytest

from tests.rotation.leaked import KEY
from tests.tools import Repository


@pytest.fixture
def leak(repository: Repository) -> Repository:
    """A key that was committed, and taken out again."""
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    repository.commit_file("app.py", "key = None\n")
    return repository
