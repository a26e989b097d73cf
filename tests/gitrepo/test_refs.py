"""Refs, annotated tags and what they lead to: the same as git says, packed or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.gitrepo.command.revisions import resolved, tips
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository as Opened
from keyguard.gitrepo.worktree.refs import annotated_tags, head_id, refs
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
    assert dict(annotated_tags(Opened.find(tagged.path).layout)) == wanted


def test_a_linked_work_tree_has_the_same_tags(tagged: Repository, tmp_path: Path) -> None:
    tagged.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    linked = Opened.find(tmp_path / "linked").layout
    assert dict(annotated_tags(linked)) == told_by_git(tagged)


def listed_by_git(folder: Path) -> dict[str, str]:
    """The refs that do not point at others."""
    rows = Repository(folder).git("for-each-ref", "--format=%(refname) %(objectname) %(symref)")
    fields = [row.split(" ") for row in rows.split("\n") if row]
    return {name: id_ for name, id_, points_at in fields if not points_at}


@pytest.mark.parametrize("form", ["loose", "packed", "both", "linked", "headless"])
def test_every_ref_is_the_one_that_git_lists(tagged: Repository, form: str, tmp_path: Path) -> None:
    folder = tagged.path
    git = tagged.git
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main")
    git("update-ref", "refs/bisect/bad", "HEAD")
    git("update-ref", "refs/odd/n\xe4me.with.dots", "HEAD~1")
    if form != "loose":
        git("pack-refs", "--all")
    if form in ("both", "linked"):
        git("update-ref", "refs/heads/main", "HEAD~1")
        git("update-ref", "refs/heads/new", "HEAD")
        (folder / ".git" / "refs" / "heads" / "new.lock").write_text("being written")
    if form == "linked":
        folder = tmp_path / "linked"
        git("worktree", "add", "--quiet", "--detach", str(folder))
        git("update-ref", "-d", "refs/bisect/bad")
        Repository(folder).git("update-ref", "refs/bisect/good", "HEAD")
    if form == "headless":
        packed = folder / ".git" / "packed-refs"
        rows = packed.read_text().split("\n")
        packed.write_text("\n".join(row for row in rows if not row.startswith(("#", "^"))))
    layout = Opened.find(folder).layout
    wanted = listed_by_git(folder)
    assert len(wanted) > 8
    assert {name: ref.id for name, ref in refs(layout).items()} == wanted
    assert head_id(layout) == Repository(folder).git("rev-parse", "HEAD")
    assert dict(annotated_tags(layout)) == told_by_git(tagged)


@pytest.mark.parametrize("value", ["", "no id", "12" * 19, "1 " * 20, "AB" * 20, "12" * 21])
def test_what_is_no_id_is_left_to_git(tagged: Repository, value: str) -> None:
    (tagged.path / ".git" / "refs" / "heads" / "odd").write_text(value)
    with pytest.raises(LEFT_TO_GIT):
        refs(Opened.find(tagged.path).layout)
    known = [*listed_by_git(tagged.path).values(), tagged.git("rev-parse", "HEAD")]
    assert set(tips(Opened.find(tagged.path))) == set(known)


@pytest.mark.parametrize(
    "form", ["{a}..{b}", "{b}", "^{a} {b}", "{a}...{b}", "{a}..", "..{b}", "{b}^!"]
)
def test_revisions_are_what_git_makes_of_them(repository: Repository, form: str) -> None:
    a, b = repository.commit_file("a", "x\n"), repository.commit_file("b", "y\n")
    arguments = form.format(a=a, b=b).split()
    told = repository.git("rev-parse", "--revs-only", *arguments, "--").split()
    assert resolved(Opened.find(repository.path), arguments) == told


def test_for_a_range_of_ids_no_git_is_asked(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = repository.commit_file("a", "x\n"), repository.commit_file("b", "y\n")
    monkeypatch.setenv("PATH", "")
    assert resolved(Opened.find(repository.path), [f"{a}..{b}"]) == [b, f"^{a}"]
