"""Refs that each linked work tree has for itself: git-worktree(1), "Refs"."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

OWN = ["refs/worktree/mine", "refs/bisect/mine", "refs/rewritten/mine"]
SHARED = ["refs/heads/mine", "refs/other/mine"]


@pytest.mark.parametrize("ref", [*OWN, *SHARED])
def test_what_is_staged_is_compared_with_the_work_trees_own_head(
    repository: Repository, tmp_path: Path, ref: str
) -> None:
    """The main work tree has a ref of the same name, at a commit that has what is staged."""
    start = repository.commit_file("old.py", "old = None\n")
    line = f'new = "{production_key("new")}"\n'
    with_key = repository.commit_file("new.py", line)
    linked = Repository(tmp_path / "linked")
    repository.git("worktree", "add", "--quiet", "--detach", str(linked.path), start)
    if ref in OWN:
        repository.git("update-ref", ref, with_key)
    linked.git("update-ref", ref, start)
    linked.git("symbolic-ref", "HEAD", ref)
    assert linked.git("rev-parse", "HEAD") == start
    linked.write("new.py", line)
    linked.git("add", "new.py")
    result = scan_json("staged", cwd=linked.path)
    assert result.found == {("production-key", "new.py")}
    assert result.json["scanned"]["files"] == 1
