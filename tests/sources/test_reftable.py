"""Refs in reftables, which git writes since 2.45: read with it, and told without it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

REFTABLE = "--ref-format=reftable"
COMMANDS = (["history"], ["staged"], ["commits", "HEAD"], ["audit"])


def knows_reftable(folder: Path) -> bool:
    finished = subprocess.run(
        ["git", "init", "--quiet", REFTABLE, str(folder)], capture_output=True, check=False
    )
    return finished.returncode == 0


class TestWithAGitThatKnowsThem:
    """The same findings as in any other repository."""

    @pytest.fixture(params=["--object-format=sha1", "--object-format=sha256"])
    def stored(self, request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
        if not knows_reftable(tmp_path / "tried"):
            pytest.skip("git can't write reftables")
        repository = Repository.create(tmp_path / "repository", REFTABLE, request.param)
        repository.commit_file("old.py", f'old = "{production_key("old")}"\n')
        repository.git("rm", "--quiet", "old.py")
        repository.commit_file("new.py", f'new = "{staging_key("new")}"\n')
        repository.git("tag", "-a", "v1", "-m", f"with {staging_key('tag')}")
        repository.git("worktree", "add", "--quiet", "../linked", "HEAD~1")
        repository.write("staged.py", f'staged = "{staging_key("staged")}"\n')
        repository.git("add", "staged.py")
        return repository

    def test_a_history(self, stored: Repository) -> None:
        result = scan_json("history", cwd=stored.path)
        states = {finding["path"]: finding["state"] for finding in result.json["findings"]}
        assert result.code == 1
        assert states == {
            "old.py": "history",
            "new.py": "head",
            "(tag message)": "message",
            "staged.py": "index",
        }

    def test_what_is_staged(self, stored: Repository) -> None:
        assert scan_json("staged", cwd=stored.path).found == {("staging-key", "staged.py")}

    def test_a_range(self, stored: Repository) -> None:
        assert scan_json("commits", "HEAD^..HEAD", cwd=stored.path).found == {
            ("staging-key", "new.py"),
            ("staging-key", "(tag message)"),
        }

    def test_a_work_tree(self, stored: Repository) -> None:
        stored.write(".gitignore", "ignored.py\n")
        stored.write("ignored.py", f'ignored = "{staging_key("ignored")}"\n')
        assert scan_json("scan", cwd=stored.path).found == {
            ("staging-key", "new.py"),
            ("staging-key", "staged.py"),
        }

    def test_a_linked_work_tree(self, stored: Repository) -> None:
        linked = stored.path.parent / "linked"
        assert scan_json("scan", cwd=linked).found == {("production-key", "old.py")}
        assert ("staging-key", "new.py") in scan_json("history", cwd=linked).found

    def test_an_audit(self, stored: Repository) -> None:
        result = scan_json("audit", cwd=stored.path)
        assert (result.code, result.json["problems"]) == (1, [])


class TestWithAGitThatDoesNot:
    """Any git can have a repository whose form it does not know."""

    @pytest.fixture
    def unknown(self, repository: Repository) -> Repository:
        repository.commit_file("key.py", f'key = "{production_key("key")}"\n')
        repository.git("config", "core.repositoryFormatVersion", "1")
        repository.git("config", "extensions.refStorage", "later")
        return repository

    @pytest.mark.parametrize("command", [["history"], ["commits", "HEAD"]], ids=" ".join)
    def test_it_is_said_what_to_do(self, unknown: Repository, command: list[str]) -> None:
        result = keyguard(*command, cwd=unknown.path)
        assert (result.code, result.out) == (2, "")
        assert "refstorage" in result.err.lower()
        assert "install a newer one (reftable needs git 2.45)" in result.err
        assert result.err.count("\n") == 1

    @pytest.mark.parametrize("command", ["scan", "staged", "audit"])
    def test_files_are_read_and_the_rest_is_told(self, unknown: Repository, command: str) -> None:
        result = scan_json(command, cwd=unknown.path)
        assert result.code == 2
        assert result.found == {("production-key", "key.py")}
        assert "install a newer" in result.json["problems"][0]["message"]
