"""A machine without git."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def without_git(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes git away when it is called: whoever needs it from then on fails."""
    return lambda: monkeypatch.setenv("PATH", "")
