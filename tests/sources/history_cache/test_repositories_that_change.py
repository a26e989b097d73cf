"""Whatever becomes of a repository, a report with the cache is the one without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gitrepo.histories import write_random_history
from tests.samples import production_key, staging_key, webhook_secret
from tests.sources.history_cache.compared import (
    CACHE,
    assert_same,
    env,
    loose,
    objects,
    packs,
    run,
    spoil,
)
from tests.tools import Repository


def new_commits(shop: Repository) -> None:
    shop.commit_file("config/production.env", env(production_key("new")))
    shop.commit_file("src/part3.py", "def part(n):\n    return 3\n")


def a_known_key_elsewhere(shop: Repository) -> None:
    shop.commit_file("web/app.js", env(staging_key("here")))
    shop.commit_file("back.txt", f"key: {production_key('gone')}\n")


def a_new_commit_with_the_same_files(shop: Repository) -> None:
    """Its trees are in a pack, it is not."""
    shop.git("commit", "--quiet", "--allow-empty", "--message", "Again")


def another_branch(shop: Repository) -> None:
    """Nothing is new but where things are: what refs lead to is in the cache as well."""
    shop.git("branch", "release", "HEAD~4")
    shop.git("update-ref", "refs/remotes/origin/main", "HEAD~6")


def a_new_pack(shop: Repository) -> None:
    new_commits(shop)
    shop.git("repack", "-dq")


def a_fetched_pack(shop: Repository) -> None:
    """Completed by what its deltas are made of, which was there already."""
    theirs = shop.copy(shop.path.parent / "theirs")
    for number in range(12):
        theirs.commit_file("notes/log.md", f"- change {number}\n" * (number + 20))
        theirs.commit_file(f"src/part{number}.py", f"def part(n):\n    return {number}\n" * 9)
    theirs.commit_file("deep/er/config.env", env(production_key("fetched")))
    settings = ("fetch.unpackLimit=1", "maintenance.auto=false")  # or git packs all of it anew
    options = [word for setting in settings for word in ("-c", setting)]
    shop.git(*options, "fetch", "--quiet", str(theirs.path), "main:theirs")


def everything_twice(shop: Repository) -> None:
    """Loose objects that are packed as well, and a pack with all that other packs have."""
    (pack,) = packs(shop)
    content = pack.read_bytes()
    index = pack.with_suffix(".idx").read_bytes()
    for file in (pack, pack.with_suffix(".idx")):
        file.unlink()
    shop.git("unpack-objects", "-q", stdin=content)
    pack.write_bytes(content)
    pack.with_suffix(".idx").write_bytes(index)
    new_commits(shop)
    shop.git("repack", "-aq")


def repacked(shop: Repository) -> None:
    new_commits(shop)
    shop.git("repack", "-adfq", "--depth=3")


def gone_after_a_force_push(shop: Repository) -> None:
    shop.git("tag", "--delete", "v1")
    shop.git("reset", "--quiet", "--hard", "HEAD~3")
    shop.git("reflog", "expire", "--expire=now", "--all")
    shop.git("gc", "--quiet", "--prune=now")


def unreachable_after_a_force_push(shop: Repository) -> None:
    shop.git("reset", "--quiet", "--hard", "HEAD~5")
    shop.commit_file("other.md", "other\n")


def unpacked(shop: Repository) -> None:
    """All of it is loose now."""
    (pack,) = packs(shop)
    content = pack.read_bytes()
    pack.unlink()
    pack.with_suffix(".idx").unlink()
    shop.git("unpack-objects", "-q", stdin=content)


def a_damaged_byte(shop: Repository) -> None:
    (pack,) = packs(shop)
    spoil(pack, pack.stat().st_size // 2)


def a_damaged_index(shop: Repository) -> None:
    (pack,) = packs(shop)
    spoil(pack.with_suffix(".idx"), 8 + 256 * 4 + 30)


def a_pack_cut_short(shop: Repository) -> None:
    (pack,) = packs(shop)
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:-30])


def a_damaged_loose_object(shop: Repository) -> None:
    new_commits(shop)
    spoil(loose(shop, shop.git("rev-parse", "HEAD:config/production.env")), 5)


def a_missing_object(shop: Repository) -> None:
    """It was loose."""
    new_commits(shop)
    loose(shop, shop.git("rev-parse", "HEAD:src/part3.py")).unlink()


def a_missing_pack(shop: Repository) -> None:
    a_new_pack(shop)
    shop.commit_file("last.md", "last\n")
    smallest = min(packs(shop), key=lambda pack: pack.stat().st_size)
    smallest.unlink()
    smallest.with_suffix(".idx").unlink()


def a_shallow_end(shop: Repository) -> None:
    (shop.path / ".git/shallow").write_text(shop.git("rev-parse", "HEAD~2") + "\n")


def a_broken_ref(shop: Repository) -> None:
    (shop.path / ".git/refs/heads/lost").write_text("1" * 40 + "\n")


def a_submodule(shop: Repository) -> None:
    entry = f"160000,{'1' * 40},vendor/lib"
    shop.git("update-index", "--add", "--cacheinfo", entry)
    shop.git("commit", "--quiet", "--message", "Use a library")


CHANGES: list[Callable[[Repository], None]] = [
    new_commits, a_known_key_elsewhere, a_new_commit_with_the_same_files, another_branch,
    a_new_pack, a_fetched_pack, everything_twice, repacked, gone_after_a_force_push,
    unreachable_after_a_force_push, unpacked, a_damaged_byte, a_damaged_index, a_pack_cut_short,
    a_damaged_loose_object, a_missing_object, a_missing_pack, a_shallow_end, a_broken_ref,
    a_submodule,
]  # fmt: skip
STILL_TAKEN = {
    new_commits, a_known_key_elsewhere, a_new_commit_with_the_same_files, another_branch,
    a_new_pack, a_fetched_pack, everything_twice, unreachable_after_a_force_push,
    a_damaged_loose_object, a_missing_object, a_missing_pack, a_shallow_end, a_broken_ref,
    a_submodule,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_becomes_of_a_repository(
    shop: Repository, change: Callable[[Repository], None]
) -> None:
    before = objects(shop)
    assert assert_same(shop) == 0
    change(shop)
    assert assert_same(shop) == (before if change in STILL_TAKEN else 0)
    assert_same(shop)
    shop.write("more.env", env(webhook_secret("more")))
    shop.git("add", "--all", check=False)
    shop.git("commit", "--quiet", "--message", "More", check=False)  # not in what is broken
    assert_same(shop)


@pytest.mark.parametrize("change", [a_submodule, a_missing_pack, a_shallow_end, a_fetched_pack])
def test_what_was_so_before_is_told_again(
    shop: Repository, change: Callable[[Repository], None]
) -> None:
    change(shop)
    shop.git("repack", "-dq", check=False)
    assert_same(shop)
    assert assert_same(shop)
    again = shop.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Again")
    shop.git("update-ref", "HEAD", again)  # a new index may need what is missing
    assert assert_same(shop)


def test_a_loose_parent_of_a_packed_commit_that_is_lost(shop: Repository) -> None:
    parent = shop.commit_file("last.md", "last\n")
    packed = shop.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Again")
    shop.git("update-ref", "HEAD", packed)
    shop.git("pack-objects", "-q", ".git/objects/pack/pack", stdin=packed.encode())
    shop.git("prune-packed")
    for _ in range(2):
        assert_same(shop)
    loose(shop, parent).unlink()
    assert_same(shop)


def test_a_loose_object_that_is_mended(shop: Repository) -> None:
    """Trees that lead to it are in a pack."""
    shop.commit_file("deep/er/later.env", env(production_key("mended")))
    blob = shop.git("rev-parse", "HEAD:deep/er/later.env")
    content = loose(shop, blob).read_bytes()
    shop.git("repack", "-adq")
    (pack,) = packs(shop)
    listed = shop.git("rev-list", "--objects", "--all", "--no-object-names").split()
    ids = "".join(f"{id_}\n" for id_ in listed if id_ != blob)
    shop.git("pack-objects", "-q", str(pack.with_name("pack")), stdin=ids.encode())
    pack.unlink()
    pack.with_suffix(".idx").unlink()
    loose(shop, blob).parent.mkdir(exist_ok=True)
    loose(shop, blob).write_bytes(content[:-9])
    assert assert_same(shop) == 0
    loose(shop, blob).write_bytes(content)
    assert assert_same(shop)
    assert ("production-key", "deep/er/later.env") in run(shop, CACHE).found


@pytest.mark.parametrize("seed", range(6))
def test_a_history_that_grows_at_random(tmp_path: Path, seed: int) -> None:
    """Some of it packed, some loose, some both, some gone."""
    import random

    chance = random.Random(seed)
    repository = Repository.create(tmp_path / "random")
    for step in range(4):
        write_random_history(repository, chance, commits=15)
        blobs = repository.git("rev-parse", "HEAD")
        repository.git("reset", "--quiet", "--hard", blobs)
        repository.commit_file(f"dir/key{step % 2}.env", env(staging_key(step // 2)))
        how = chance.choice(["-dq", "-q", "-aq", "-adq", "-kq"])
        if step:
            repository.git("repack", how, check=False)
        if chance.random() < 0.3:
            repository.git("prune", "--expire=now")
        assert_same(repository)
    assert_same(repository)
