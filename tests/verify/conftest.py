"""A folder whose key is verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verify.keys import FIRST, with_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one key."""
    return with_files(tmp_path, **{"app.py": f'key = "{FIRST}"\n'})
