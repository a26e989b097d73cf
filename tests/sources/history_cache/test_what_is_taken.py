"""What was read is not read again, and the report says how much that was, or why it was nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.history_cache.compared import CACHE, assert_same, objects, run, taken
from tests.tools import Repository, Result, keyguard


@pytest.mark.parametrize("command", ["history", "audit"])
def test_what_was_read_is_not_read_again(shop: Repository, command: str) -> None:
    assert assert_same(shop, command=command) == 0
    assert assert_same(shop, command=command) == objects(shop)


def test_without_the_option_nothing_is_kept_or_said(shop: Repository, cache: Path) -> None:
    assert "cache" not in run(shop).json
    assert not list(cache.glob("*.history"))


def test_history_and_audit_share_it(shop: Repository) -> None:
    run(shop, CACHE)
    assert taken(run(shop, CACHE, command="audit")) == objects(shop)


def test_a_line_of_the_text_says_so(shop: Repository) -> None:
    first, second = (keyguard("history", CACHE, cwd=shop.path).out for _ in range(2))
    assert "Taken from the cache: nothing, since" in first
    assert f"Taken from the cache: {objects(shop)} objects that" in " ".join(second.split())


def test_so_does_that_of_a_clean_run(tmp_path: Path) -> None:
    clean = Repository.create(tmp_path / "clean")
    clean.commit_file("a", "b\n")
    clean.git("repack", "-adq")
    keyguard("history", CACHE, cwd=clean.path)
    assert "cache: 3 objects that" in keyguard("history", CACHE, cwd=clean.path).out


def test_commits_are_listed_again_where_refs_lead_elsewhere(shop: Repository, cache: Path) -> None:
    run(shop, CACHE)
    (listing,) = cache.glob("*.commits")
    first = listing.stat().st_ino
    for change in (lambda: None, lambda: shop.git("repack", "-adfq")):
        change()
        assert_same(shop)
        assert listing.stat().st_ino == first
    shop.git("branch", "release", "HEAD~4")
    assert_same(shop)
    assert listing.stat().st_ino != first


def test_a_url_is_not_cached(shop: Repository) -> None:
    result = keyguard("audit", CACHE, f"file://{shop.path}", cwd=shop.path)
    assert result.code == 2
    assert "clone it yourself" in result.err


def test_without_a_folder_it_is_an_error(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shop.path))
    result = run(shop, CACHE)
    assert result.code == 2
    assert "set XDG_CACHE_HOME" in result.err


def notes(result: Result) -> Any:
    return result.json["cache"]["note"]


def test_why_nothing_was_taken_is_said(shop: Repository) -> None:
    assert "nothing of this repository" in notes(run(shop, CACHE))
    shop.git("repack", "-adfq", "--depth=2")
    assert "replaced or changed" in notes(run(shop, CACHE))
