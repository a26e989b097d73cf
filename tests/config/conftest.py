"""A project with one key."""

from __future__ import annotations

import pytest

from tests.config.test_mistakes import KEY
from tests.tools import Repository


@pytest.fixture
def project(repository: Repository) -> Repository:
    repository.write("src/app.py", f'key = "{KEY}"\n')
    return repository
