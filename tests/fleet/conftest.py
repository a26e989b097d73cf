"""A store with nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fleet.networks import Fleet


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)
