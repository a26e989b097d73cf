"""The files of the cache: what is in them, which are not believed, and which are removed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import production_key, webhook_secret
from tests.sources.history_cache.compared import (
    CACHE,
    assert_same,
    env,
    kept,
    objects,
    packs,
    run,
    spoil,
)
from tests.tools import Repository


def test_no_credential_is_in_the_file(shop: Repository, cache: Path) -> None:
    shop.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{production_key('sub')}")
    shop.git("commit", "--quiet", "--message", "Use a library")
    shop.git("repack", "-adq")
    assert_same(shop)
    content = kept(cache).read_bytes()
    assert b"exports" in content, "else the rest of this test shows nothing"
    for seed in ("gone", "said", "named", "sub"):
        assert production_key(seed).encode() not in content
    assert assert_same(shop) == objects(shop)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def changed(path: Path) -> None:
    spoil(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def for_all_to_write(path: Path) -> None:
    path.chmod(0o666)


def in_a_folder_for_all_to_write(path: Path) -> None:
    path.parent.chmod(0o777)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def of_another_user(path: Path) -> None:
    os.chown(path, 12345, 12345)


DAMAGE = pytest.mark.parametrize(
    "damage",
    [
        cut_short, changed, emptied, for_all_to_write, in_a_folder_for_all_to_write, a_folder,
        pytest.param(
            of_another_user,
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away"),
        ),
    ],
)  # fmt: skip


@DAMAGE
def test_what_can_not_be_trusted_is_not_believed(
    shop: Repository, cache: Path, damage: Callable[[Path], None]
) -> None:
    run(shop, CACHE)
    damage(kept(cache))
    assert assert_same(shop) == 0


@DAMAGE
def test_nor_is_a_listing_of_commits(
    shop: Repository, cache: Path, damage: Callable[[Path], None]
) -> None:
    run(shop, CACHE)
    (listing,) = cache.glob("*.commits")
    damage(listing)
    assert_same(shop)


def test_the_file_of_another_repository_is_not_believed(
    shop: Repository, cache: Path, tmp_path: Path
) -> None:
    """Nor would it hide anything: it says of which packs it is."""
    clean = Repository.create(tmp_path / "clean")
    clean.commit_file("a", "b\n")
    clean.git("repack", "-adq")
    run(clean, CACHE)
    content = kept(cache).read_bytes()
    kept(cache).unlink()
    run(shop, CACHE)
    kept(cache).write_bytes(content)
    assert assert_same(shop) == 0


def test_two_runs_at_once(shop: Repository) -> None:
    command = [sys.executable, "-m", "keyguard", "history", CACHE, "-q", "-f", "json"]
    for _ in range(3):
        both = [subprocess.Popen(command, cwd=shop.path, stdout=subprocess.PIPE) for _ in range(2)]
        assert len({process.communicate()[0] and process.returncode for process in both}) == 1
        shop.commit_file("more.env", env(webhook_secret(len(packs(shop)))))
        shop.git("repack", "-dq")
    assert_same(shop)


def test_old_files_and_too_many_are_removed(
    shop: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyguard.sources import history_cache

    run(shop, CACHE)
    old = kept(cache)
    monkeypatch.setattr(history_cache, "TOGETHER", old.stat().st_size * 3 // 2)
    os.utime(old, (1_000_000_000, 1_000_000_000))
    run(shop, CACHE)
    assert old.stat().st_mtime > 1_000_000_000, "what is needed is not old"
    os.utime(old, (old.stat().st_mtime - 60, old.stat().st_mtime - 60))
    run(shop, CACHE, "--max-decode-depth", "2")
    assert kept(cache) != old


def test_what_is_too_large_is_not_kept(
    shop: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyguard.sources import history_cache

    monkeypatch.setattr(history_cache, "LARGEST", 100)
    assert "it would take" in run(shop, CACHE).json["cache"]["note"]
    assert not list(cache.glob("*.history"))
