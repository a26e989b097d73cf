"""A repository whose one key is known."""

from __future__ import annotations

import pytest

from tests.cli.baseline.running import OLD, baseline
from tests.tools import Repository


@pytest.fixture
def known(repository: Repository) -> Repository:
    """A repository whose one key is known."""
    repository.write("app.py", f'key = "{OLD}"\n')
    assert baseline(repository, "create", "--reason", "revoked").code == 0
    return repository
