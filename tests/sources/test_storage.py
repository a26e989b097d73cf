"""Every form in which git stores a repository, and clones that lack a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

OLD = f'old = "{production_key("old")}"\n'
NEW = f'new = "{staging_key("new")}"\n'
BOTH = {("production-key", "old.py"), ("staging-key", "new.py")}


@pytest.fixture
def stored(repository: Repository) -> Repository:
    """Two keys, each in a pack of its own, and one of them removed from HEAD."""
    repository.commit_file("old.py", OLD)
    repository.git("repack", "--quiet", "-d")
    repository.git("rm", "--quiet", "old.py")
    repository.commit_file("new.py", NEW)
    repository.git("repack", "--quiet", "-d")
    return repository


def packs(repository: Repository) -> list[Path]:
    return sorted((repository.path / ".git" / "objects" / "pack").glob("*.pack"))


def test_several_packs(stored: Repository) -> None:
    assert len(packs(stored)) == 2
    assert scan_json("history", cwd=stored.path).found == BOTH


def test_a_multi_pack_index(stored: Repository) -> None:
    stored.git("multi-pack-index", "write")
    assert scan_json("history", cwd=stored.path).found == BOTH


def test_a_separate_git_directory(stored: Repository, tmp_path: Path) -> None:
    stored.git("init", "--quiet", f"--separate-git-dir={tmp_path / 'elsewhere'}")
    assert (stored.path / ".git").is_file()
    for command in (["history"], ["audit"], ["commits", "HEAD"]):
        assert scan_json(*command, cwd=stored.path).found >= {("staging-key", "new.py")}
    assert scan_json("history", tmp_path / "elsewhere", cwd=tmp_path).found == BOTH


def test_grafts_hide_nothing(stored: Repository) -> None:
    info = stored.path / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(stored.git("rev-parse", "HEAD") + "\n")
    assert scan_json("history", cwd=stored.path).found == BOTH


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


def test_a_submodule_is_named_and_not_read(stored: Repository, tmp_path: Path) -> None:
    inner = Repository.create(tmp_path / "inner")
    inner.commit_file("key.py", OLD)
    allowed = ("-c", "protocol.file.allow=always")
    stored.git(*allowed, "submodule", "--quiet", "add", str(inner.path), "inner")
    stored.commit()
    result = scan_json("scan", cwd=stored.path)
    assert result.found == {("staging-key", "new.py")}
    assert result.json["skipped"] == {"another repository (submodule)": 1}
    assert scan_json("history", cwd=stored.path).found == BOTH


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
