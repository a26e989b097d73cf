"""A repository with a leaked key, and a Gateway that is asked at once and may take its time."""

from __future__ import annotations

import pytest

from keyguard.verify import ask, throttle
from tests.processes import PATIENCE
from tests.rotation.leaked import KEY
from tests.tools import Repository


@pytest.fixture
def leak(repository: Repository) -> Repository:
    """A key that was committed, and taken out again."""
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    repository.commit_file("app.py", "key = None\n")
    return repository


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "INTERVAL", 0.0)
    monkeypatch.setattr(ask, "SECONDS", PATIENCE)
