"""Annotated tags and what they lead to: the same as git says, packed or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.gitrepo.repository import Repository as Opened
from keyguard.gitrepo.worktree.tags import tags
from tests.tools import Repository


def told_by_git(repository: Repository) -> dict[str, str]:
    found = {}
    for row in repository.git("for-each-ref", "--format=%(objecttype) %(refname)").split("\n"):
        type_, _, name = row.partition(" ")
        if type_ == "tag":
            id_, target = repository.git("rev-parse", name, f"{name}^{{}}").split("\n")
            found[id_] = target
    return found


@pytest.fixture
def tagged(repository: Repository) -> Repository:
    """Tags of each kind."""
    first = repository.commit_file("a", "x\n")
    repository.commit_file("b", "y\n")
    git = repository.git
    git("tag", "light")
    git("tag", "--annotate", "v1", "--message", "one")
    git("tag", "--annotate", "in/a/folder", "--message", "two", first)
    git("tag", "--annotate", "of-a-tag", "--message", "three", "v1")
    git("tag", "--annotate", "of-a-tag-of-a-tag", "--message", "four", "of-a-tag")
    git("tag", "--annotate", "of-a-blob", "--message", "five", "HEAD:a")
    return repository


@pytest.mark.parametrize("form", ["loose", "packed", "both", "gone", "in a pack"])
def test_are_what_git_says(tagged: Repository, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if form != "loose":
        tagged.git("pack-refs", "--all")
    if form == "both":
        tagged.git("tag", "--annotate", "--force", "v1", "--message", "moved", "HEAD~1")
        tagged.git("tag", "--annotate", "v2", "--message", "new")
    if form == "gone":
        tagged.git("tag", "--delete", "v1")
    if form == "in a pack":
        tagged.git("gc", "--quiet")
        tagged.git("tag", "again", "v1")
    wanted = told_by_git(tagged)
    assert len(wanted) >= 4
    monkeypatch.setenv("PATH", "")
    found = dict(tags(Opened.find(tagged.path).layout))
    moved = {"both": 1}.get(form, 0)  # what a newer tag hides is read too
    assert wanted.items() <= found.items()
    assert len(found) == len(wanted) + moved


def test_a_linked_work_tree_has_the_same_tags(tagged: Repository, tmp_path: Path) -> None:
    tagged.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    linked = Opened.find(tmp_path / "linked").layout
    assert dict(tags(linked)) == told_by_git(tagged)
