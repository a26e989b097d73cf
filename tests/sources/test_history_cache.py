"""What is taken from the cache of histories changes no report, whatever becomes of a repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gitrepo.histories import write_random_history
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository, Result, keyguard

pytest.importorskip("platformdirs")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the cache is elsewhere")

CACHE = "--cache"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's cache, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/keyguard"


@pytest.fixture(scope="module")
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


def env(key: str) -> str:
    return f"GATEWAY_API_KEY={key}\n"


def run(repository: Repository, *options: str, command: str = "history") -> Result:
    return keyguard(command, *options, "-f", "json", "-q", cwd=repository.path)


def taken(result: Result) -> int:
    objects = result.json["cache"]["objects"]
    assert isinstance(objects, int)
    return objects


def assert_same(repository: Repository, *options: str, command: str = "history") -> int:
    """That a run with the cache says what one without it says. Returns what was taken from it."""
    alone = run(repository, *options, command=command)
    cached = run(repository, *options, CACHE, command=command)
    assert cached.code == alone.code
    document = cached.json
    del document["cache"]
    assert document == alone.json
    return taken(cached)


def packs(repository: Repository) -> list[Path]:
    return sorted((repository.path / ".git/objects/pack").glob("*.pack"))


def objects(repository: Repository) -> int:
    listed = repository.git("cat-file", "--batch-all-objects", "--batch-check", "--unordered")
    return len(listed.splitlines())


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
    shop.git("-c", "fetch.unpackLimit=1", "fetch", "--quiet", str(theirs.path), "main:theirs")


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


def spoil(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0x55
    file.chmod(0o644)
    file.write_bytes(content)


def loose(repository: Repository, id_: str) -> Path:
    return repository.path / ".git/objects" / id_[:2] / id_[2:]


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


OPTIONS = (
    ("--max-decode-depth", "2"),
    ("--max-archive-depth", "0"),
    ("--max-file-size", "2000"),
    ("--ignore", "production-key"),
    ("--rules", "rules.toml"),
)


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: str(options[0]))
def test_other_settings_take_nothing(shop: Repository, options: tuple[str, ...]) -> None:
    shop.write("rules.toml", '[[rules]]\nid = "part"\nregex = "def part"\nkeywords = ["part"]\n')
    run(shop, CACHE)
    assert assert_same(shop, *options) == 0
    assert assert_same(shop, *options) == objects(shop)
    assert assert_same(shop) == objects(shop), "each has a file of its own"


def test_nor_does_another_configuration(shop: Repository) -> None:
    run(shop, CACHE)
    (shop.path / ".keyguard.toml").write_text("[keys]\nlength = 30\n")
    assert assert_same(shop) == 0


def test_what_is_only_asked_of_the_report_changes_nothing(shop: Repository) -> None:
    run(shop, CACHE)
    for options in (("--all",), ("--fail-on", "critical"), ("--jobs", "1")):
        assert assert_same(shop, *options) == objects(shop)


def test_what_is_too_large_is_told_again(shop: Repository) -> None:
    shop.commit_file("large.env", env(production_key("large")) * 200)
    shop.git("repack", "-adq")
    options = ("--max-file-size", "2000")
    assert assert_same(shop, *options) == 0
    assert assert_same(shop, *options) == objects(shop)
    problems = run(shop, *options, CACHE).json["problems"]
    assert any("raise --max-file-size" in each["message"] for each in problems)


def kept(cache: Path) -> Path:
    (path,) = cache.glob("*.history")
    return path


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
