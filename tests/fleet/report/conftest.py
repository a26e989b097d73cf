"""The fleet that the reports are about, made once: reports only read it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fleet.report.fleet import Fleet


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    fleet.first_run()
    first = Path(shutil.copytree(fleet.store, fleet.folder / "first"))
    fleet.second_run()
    return first, fleet.store


@pytest.fixture
def first(_made: tuple[Path, Path]) -> Path:
    """The store after one run, in which all was read."""
    return _made[0]


@pytest.fixture
def second(_made: tuple[Path, Path]) -> Path:
    """The store after another run, with gaps."""
    return _made[1]
