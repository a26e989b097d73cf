"""Handlers have more time to answer than a busy machine takes."""

from __future__ import annotations

import pytest

from keyguard.webhook_test import run
from tests.processes import PATIENCE


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that gives it another value leaves it as it is."""
    monkeypatch.setattr(run, "PATIENCE", PATIENCE)
