"""What callers find on a machine: the keyguard command on PATH, and no CI around."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.tools import IDENTITY

PROJECT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _command_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(autouse=True)
def _no_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("GITHUB_", "CI", "TF_BUILD", "PRE_COMMIT", "GIT_")):
            monkeypatch.delenv(name)
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
