"""One old repository for all tests of the clean-up list, since making it takes a while."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from keyguard.report import FORMATS
from tests.audit.old_repository import old_repository
from tests.tools import Repository, keyguard


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with 48 credentials, which no test changes."""
    return old_repository(tmp_path_factory.mktemp("old") / "shop")


@pytest.fixture(scope="session")
def audited(old: Repository, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each format says of it."""
    folder: Path = tmp_path_factory.mktemp("audited")
    said = {}
    for format_ in FORMATS:
        file = folder / format_
        result = keyguard("audit", "--format", format_, "--output", file, cwd=old.path)
        assert result.code == 1
        said[format_] = file.read_text()
    return said


@pytest.fixture(scope="session")
def document(audited: dict[str, str]) -> Any:
    """The JSON report."""
    return json.loads(audited["json"])
