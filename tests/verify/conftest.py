"""A folder whose key is verified, and no waiting but where a test is about that."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.verify import ask, throttle
from tests.processes import PATIENCE
from tests.verify.keys import FIRST, with_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one key."""
    return with_files(tmp_path, **{"app.py": f'key = "{FIRST}"\n'})


@pytest.fixture(autouse=True)
def interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests follow at once. A test that gives it another value has them wait as they do."""
    monkeypatch.setattr(throttle, "INTERVAL", 0.0)


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine has time to answer. A test that gives it another value leaves it as it is."""
    monkeypatch.setattr(ask, "SECONDS", PATIENCE)
