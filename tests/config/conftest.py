"""A project with one key."""

from __future__ import annotations

import pytest

from tests.samples import production_key
from tests.tools import Repository


@pytest.fixture
def project(repository: Repository) -> Repository:
    repository.write("src/app.py", f'key = "{production_key()}"\n')
    return repository
