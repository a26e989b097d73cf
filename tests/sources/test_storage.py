"""Every form in which git stores a repository, and clones that lack a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

OLD = f'old = "{production_key("old")}"\n'
NEW = f'new = "{staging_key("new")}"\n'
INNER = f'inner = "{production_key("inner")}"\n'
ANY_PROTOCOL = ("-c", "protocol.file.allow=always")
BOTH = {("production-key", "old.py"), ("staging-key", "new.py")}


@pytest.fixture(scope="module")
def two_packs(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two keys, each in a pack of its own, and one of them removed from HEAD."""
    repository = Repository.create(tmp_path_factory.mktemp("stored") / "repository")
    repository.commit_file("old.py", OLD)
    repository.git("repack", "--quiet", "-d")
    repository.git("rm", "--quiet", "old.py")
    repository.commit_file("new.py", NEW)
    repository.git("repack", "--quiet", "-d")
    return repository


@pytest.fixture
def stored(two_packs: Repository, tmp_path: Path) -> Repository:
    return two_packs.copy(tmp_path / "repository")


def packs(repository: Repository) -> list[Path]:
    return sorted((repository.path / ".git" / "objects" / "pack").glob("*.pack"))


def test_several_packs(stored: Repository) -> None:
    assert len(packs(stored)) == 2
    assert scan_json("history", cwd=stored.path).found == BOTH


FORMS = {
    "one index of several packs": ("multi-pack-index write",),
    "such an index in layers": (
        "multi-pack-index write --incremental",
        "multi-pack-index write --incremental",
    ),
    "bitmaps": ("repack -a -d --write-bitmap-index", "multi-pack-index write --bitmap"),
    "packs in a progression": ("repack -d --geometric=2 --write-midx",),
    "a pack of what nothing reaches": ("repack -d --cruft --cruft-expiration=never",),
    "long chains of deltas": ("repack -a -d -F --depth=250 --window=250",),
    "nothing packed tightly": ("config core.compression 0", "repack -a -d -F"),
    "the first form of indexes": ("config pack.indexVersion 1", "repack -a -d"),
    "deltas by path": ("repack -a -d -F --path-walk",),
    "commit graphs in a chain": ("commit-graph write --reachable --split --changed-paths",),
    "objects that are kept": (
        "config core.repositoryFormatVersion 1",
        "config extensions.preciousObjects true",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_however_objects_are_kept(stored: Repository, form: str) -> None:
    try:
        for command in FORMS[form]:
            stored.git(*command.split(" "))
    except AssertionError:
        pytest.skip("this git does not know the form")
    for command, found in (("history", BOTH), ("commits HEAD", BOTH), ("staged", set())):
        result = scan_json(*command.split(" "), cwd=stored.path)
        assert (result.found, result.json["problems"]) == (found, [])


def test_a_separate_git_directory(stored: Repository, tmp_path: Path) -> None:
    stored.git("init", "--quiet", f"--separate-git-dir={tmp_path / 'elsewhere'}")
    assert (stored.path / ".git").is_file()
    for command in (["history"], ["audit"], ["commits", "HEAD"]):
        assert scan_json(*command, cwd=stored.path).found >= {("staging-key", "new.py")}
    assert scan_json("history", tmp_path / "elsewhere", cwd=tmp_path).found == BOTH


@pytest.mark.parametrize("command", ["history", "audit", "commits HEAD", "commits HEAD ^start"])
@pytest.mark.parametrize("parents", ["", " start"], ids=["none", "another"])
def test_grafts_hide_nothing(stored: Repository, command: str, parents: str) -> None:
    start = stored.git("commit-tree", "-m", "start", "HEAD^{tree}")
    stored.git("tag", "start", start)
    grafted = stored.git("rev-parse", "HEAD") + parents.replace("start", start)
    stored.write(".git/info/grafts", grafted + "\n")
    result = scan_json(*command.split(" "), cwd=stored.path)
    assert result.code == 1
    assert result.found >= {("production-key", "old.py")}


def test_a_commit_graph_that_lies_changes_nothing(stored: Repository) -> None:
    stored.git("commit-graph", "write", "--reachable")
    graph = stored.path / ".git" / "objects" / "info" / "commit-graph"
    graph.chmod(0o644)
    graph.write_bytes(graph.read_bytes()[:-200] + bytes(200))
    assert scan_json("history", cwd=stored.path).found == BOTH


@pytest.mark.parametrize("suffix", [".pack", ".idx"])
def test_half_a_pack_is_told(stored: Repository, suffix: str) -> None:
    packs(stored)[0].with_suffix(suffix).unlink()
    result = scan_json("history", cwd=stored.path)
    assert result.code == 2
    assert any("pack" in problem["path"] for problem in result.json["problems"])


@pytest.fixture(scope="module")
def with_submodules(two_packs: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("submodules")
    inner = Repository.create(folder / "inner")
    inner.commit_file("key.py", INNER)
    outer = two_packs.copy(folder / "outer")
    for path in ("lib/inner", "lib/gone"):
        outer.git(*ANY_PROTOCOL, "submodule", "--quiet", "add", str(inner.path), path)
    outer.commit()
    outer.git("rm", "--quiet", "lib/gone")
    outer.commit()
    return outer


class TestSubmodules:
    """Each is named once, by its path at HEAD if it has one, and read when it is asked for."""

    @pytest.fixture
    def outer(self, with_submodules: Repository, tmp_path: Path) -> Repository:
        return with_submodules.copy(tmp_path / "outer")

    @pytest.mark.parametrize("command", ["scan", "history", "audit"])
    def test_they_are_named_and_not_read(self, outer: Repository, command: str) -> None:
        result = scan_json(command, "--fail-on", "critical", cwd=outer.path)
        assert result.code == 0
        assert result.found & {("production-key", "lib/inner/key.py")} == set()
        named = ["lib/inner"] if command == "scan" else ["(only in history) gone", "lib/inner"]
        assert result.json["skipped"] == {"another repository (submodule)": len(named)}
        assert result.json["submodules"] == named
        text = " ".join(keyguard(command, cwd=outer.path / "lib").out.split())
        assert f"Not read: inner (to read one: keyguard {command} PATH)." in text
        assert ("Not read, and no longer there: gone." in text) == (command != "scan")

    def test_those_of_a_range_are_named(self, outer: Repository) -> None:
        def named(revisions: str) -> list[str]:
            return scan_json("commits", revisions, cwd=outer.path).json.get("submodules", [])

        assert named("HEAD~2..HEAD") == ["lib/gone", "lib/inner"]
        assert named("HEAD~1..HEAD") == []
        moved = outer.git("rev-parse", "HEAD")
        outer.git("update-index", "--cacheinfo", f"160000,{moved},lib/inner")
        outer.git("commit", "--quiet", "--message", "moved")
        assert named("HEAD~1..HEAD") == ["lib/inner"]

    def test_those_of_loose_trees_are_named(self, outer: Repository) -> None:
        loose = scan_json("history", cwd=outer.path).json["submodules"]
        outer.git("repack", "-adq")
        assert loose == scan_json("history", cwd=outer.path).json["submodules"]

    @pytest.mark.parametrize("command", ["scan", "history", "audit"])
    def test_one_is_read_when_it_is_named(self, outer: Repository, command: str) -> None:
        result = scan_json(command, "lib/inner", cwd=outer.path)
        assert result.found == {("production-key", "key.py")}
        assert "submodules" not in result.json

    def test_what_is_staged(self, outer: Repository) -> None:
        outer.git("rm", "--quiet", "--cached", "lib/inner")
        outer.git("commit", "--quiet", "--message", "without it")
        outer.git("add", "lib/inner")
        assert scan_json("staged", cwd=outer.path).json["submodules"] == ["lib/inner"]

    def test_the_git_directory_of_one_that_was_removed(self, outer: Repository) -> None:
        """git keeps it, and can't open it: its settings name a work tree that is gone."""
        folder = outer.path / ".git" / "modules" / "gone"
        Repository.create(folder.parent / "made").commit_file(
            "key.py", f'key = "{production_key()}"\n'
        )
        (folder.parent / "made" / ".git").rename(folder)
        outer.git("--git-dir", str(folder), "config", "core.worktree", "../../../gone")
        result = scan_json("history", str(folder), cwd=outer.path)
        assert (result.code, result.found) == (1, {("production-key", "key.py")})

    def test_a_bare_repository(self, outer: Repository, tmp_path: Path) -> None:
        outer.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
        named = scan_json("audit", "bare.git", cwd=tmp_path).json["submodules"]
        assert named == ["(only in history) gone", "lib/inner"]

    def test_many_are_not_all_listed(self, outer: Repository) -> None:
        commit = outer.git("rev-parse", "HEAD")
        for number in range(10):
            outer.git("update-index", "--add", "--cacheinfo", f"160000,{commit},z{number}")
        outer.git("commit", "--quiet", "--message", "more")
        assert len(scan_json("history", cwd=outer.path).json["submodules"]) == 12
        text = " ".join(keyguard("history", cwd=outer.path).out.split())
        assert "Not read: lib/inner, z0, z1, z2, z3, z4, z5, z6 and 3 more (to" in text


class TestPartOfAHistory:
    """What is not here is told and fails, unless it is said to be accepted."""

    @pytest.fixture(params=["--depth=1", "--filter=blob:none"])
    def part(self, request: pytest.FixtureRequest, stored: Repository, tmp_path: Path) -> Path:
        stored.git("config", "uploadpack.allowFilter", "true")
        clone = tmp_path / "clone"
        stored.git("clone", "--quiet", request.param, f"file://{stored.path}", str(clone))
        return clone

    def test_is_told_and_fails(self, part: Path) -> None:
        result = scan_json("history", "--fail-on", "critical", cwd=part)
        assert (result.code, result.json["complete"]) == (2, False)

    def test_is_told_and_accepted(self, part: Path) -> None:
        result = scan_json("history", "--allow-partial", "--fail-on", "critical", cwd=part)
        assert (result.code, result.json["problems"]) == (0, [])
        assert result.json["skipped"] == {"history that this clone lacks": 1}
        assert result.found == {("staging-key", "new.py")}
        text = keyguard("history", "--allow-partial", cwd=part).out
        assert "history that this clone lacks" in text

    def test_damage_is_not_accepted(self, stored: Repository) -> None:
        blob = stored.git("hash-object", "-w", "--stdin", stdin=b"lost\n")
        tree = stored.git("mktree", stdin=f"100644 blob {blob}\tlost.txt\n".encode())
        stored.git("update-ref", "refs/heads/x", stored.git("commit-tree", tree, "-m", "x"))
        (stored.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        assert scan_json("history", "--allow-partial", cwd=stored.path).code == 2
