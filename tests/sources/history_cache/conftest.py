"""A user with an empty cache, and a repository whose history is worth keeping."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.sources.history_cache.compared import env
from tests.tools import Repository


@pytest.fixture(scope="session", autouse=True)
def _where_the_cache_is() -> None:
    pytest.importorskip("platformdirs")
    if sys.platform != "linux":
        pytest.skip("the cache is elsewhere")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's cache, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/keyguard"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A packed history with a key at HEAD, one that is gone, one in a message and one in a name."""
    repository = Repository.create(tmp_path_factory.mktemp("written") / "shop")
    for number in range(12):
        repository.write(f"src/part{number}.py", f"def part(n):\n    return n * {number}\n" * 9)
        repository.commit_file("notes/log.md", f"- change {number}\n" * (number + 1))
    repository.commit_file("config/staging.env", env(staging_key("here")))
    repository.commit_file("old.txt", f"key: {production_key('gone')}\n")
    (repository.path / "old.txt").unlink()
    repository.commit(f"Remove {production_key('said')}")
    repository.commit_file(f"exports/{production_key('named')}.csv", "a,b\n")
    repository.commit_file("store.p12", b"\0\1\2")
    repository.git("tag", "--annotate", "--message", f"With {staging_key('tag')}", "v1")
    repository.git("repack", "-adq")
    repository.git("prune-packed")
    return repository


@pytest.fixture
def shop(written: Repository, tmp_path: Path) -> Repository:
    """It, for one test alone."""
    return written.copy(tmp_path / "shop")
