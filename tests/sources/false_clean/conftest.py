"""A repository to be damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.false_clean.dangers import LINE
from tests.tools import Repository


@pytest.fixture
def repository(sound: Repository, tmp_path: Path) -> Repository:
    """A copy to be damaged, with an index that knows its files."""
    copied = sound.copy(tmp_path / "r")
    copied.git("update-index", "-q", "--refresh")
    return copied


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A key that is committed, the same in a file that is staged, and a file without one."""
    made = Repository.create(tmp_path_factory.mktemp("sound") / "r")
    made.commit_file("other.txt", "some text\n")
    made.commit_file("kept.py", LINE)
    made.write("staged.py", LINE)
    made.write("clean.py", "nothing\n")
    made.git("add", "--all")
    return made
