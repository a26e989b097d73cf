"""Compiled patterns are kept from one run to the next, and never taken from a stranger."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from keyguard.prefilter.select import FastPrefilter
from keyguard.settings import KeyFormat
from tests.samples import production_key
from tests.tools import Repository, keyguard

pytest.importorskip("hyperscan")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the cache is elsewhere")

from keyguard.prefilter import hyperscan_cache, select  # noqa: E402  # needs hyperscan

CLEAN, KEY = b"nothing here", f"KEY={production_key()}".encode()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's cache, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/keyguard"


def works() -> bool:
    """Whether a pattern, loaded or compiled anew, tells one text from the other."""
    patterns = hyperscan_cache.database([(b"KEY=", hyperscan_cache.ONCE)])
    matches = [hyperscan_cache.has_match(patterns, text) for text in (KEY, CLEAN)]
    return matches == [True, False]


def all_work() -> bool:
    """The same of all patterns that a history is searched for, which take a second to compile."""
    select._hyperscan.cache_clear()
    patterns = FastPrefilter(KeyFormat())
    return patterns.matches(KEY) and not patterns.matches(CLEAN)


def plant_nothing(cache: Path) -> None:
    """Puts patterns that match nothing in the place of all that are kept."""
    nothing = hyperscan_cache.hyperscan.dumpb(hyperscan_cache._compile([(b"no such text", 0)]))
    for path in cache.iterdir():
        path.write_bytes(nothing)


def test_the_second_run_compiles_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all_work()
    assert {path.suffix for path in cache.iterdir()} == {select.KEPT_AS}
    monkeypatch.setattr(hyperscan_cache, "_compile", None)
    assert all_work()


def test_only_the_user_can_write_there(cache: Path) -> None:
    assert works()
    for path in (cache, *cache.iterdir()):
        assert not path.stat().st_mode & 0o077


@pytest.mark.parametrize("damage", ["empty", "cut", "changed"])
def test_what_is_damaged_is_compiled_anew(cache: Path, damage: str) -> None:
    assert works()
    kept = {path: path.read_bytes() for path in cache.iterdir()}
    for path, content in kept.items():
        middle = len(content) // 2
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        path.write_bytes({"empty": b"", "cut": content[:middle], "changed": changed}[damage])
    assert works()
    assert {path: path.read_bytes() for path in cache.iterdir()} == kept


@pytest.mark.parametrize("which", ["folder", "files"])
def test_what_others_can_write_is_not_used(cache: Path, which: str) -> None:
    assert works()
    plant_nothing(cache)
    assert not works(), "else the rest of this test shows nothing"
    for path in (cache,) if which == "folder" else cache.iterdir():
        path.chmod(path.stat().st_mode | 0o020)
    assert works()


@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0, reason="only root can give a file away")
def test_what_belongs_to_another_user_is_not_used(cache: Path) -> None:
    assert works()
    plant_nothing(cache)
    for path in cache.iterdir():
        os.chown(path, 12345, -1)
    assert works()


def test_what_stands_in_a_repository_is_not_used(
    cache: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some CI keeps the cache in the work tree, where a pull request can put anything."""
    assert all_work()
    plant_nothing(cache)
    cache.parent.rename(repository.path / ".cache")
    repository.write("a.txt", KEY)
    repository.commit()
    monkeypatch.setenv("XDG_CACHE_HOME", str(repository.path / ".cache"))
    before = sorted(path.name for path in (repository.path / ".cache/keyguard").iterdir())
    assert keyguard("history", cwd=repository.path, own_process=True).code == 1
    assert before == sorted(path.name for path in (repository.path / ".cache/keyguard").iterdir())


def test_a_cache_that_cannot_be_written_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert works()


@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0, reason="only root can become another user")
def test_a_cache_that_may_not_be_looked_into_is_no_problem(cache: Path) -> None:
    """Containers often run as a user whose HOME is still that of root."""
    cache.mkdir(parents=True)
    cache.parent.chmod(0o700)
    os.seteuid(65534)
    try:
        assert works()
    finally:
        os.seteuid(0)


def test_what_is_no_longer_needed_goes(cache: Path) -> None:
    cache.mkdir(parents=True, mode=0o700)
    suffix = select.KEPT_AS
    old, new, other = (cache / name for name in (f"a{suffix}", f"b{suffix}", "c"))
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    assert works()
    assert not old.exists()
    assert new.exists()
    assert other.exists()
