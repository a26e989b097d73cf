"""The commits that refs lead to, in git's own order, by what was seen when all was read."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.history import oid_numbers
from keyguard.gitrepo.provenance.refs import Refs
from keyguard.gitrepo.repository import Repository as Opened
from tests.gitrepo.histories import write_random_history
from tests.gitrepo.prefilters import Containing, reader_of
from tests.gitrepo.repositories import objects_folder
from tests.tools import Repository

NOTHING = Containing(rb"(?!)", 1)
STORED = {
    "loose": "for pack in ../packs/*.pack; do git unpack-objects -q < $pack; done",
    "in one pack": "mv ../packs/* .git/objects/pack && git repack -adkfq",
    "in two packs": "mv ../packs/* .git/objects/pack && "
    "git rev-list --objects HEAD | git pack-objects -q .git/objects/pack/pack",
    "some loose": "mv ../packs/* .git/objects/pack && git gc -q --no-prune && "
    "git commit -q --allow-empty -m later",
}
"""Commands of the shell that store anew what was moved to another folder."""
TREE, COMMITTER = "tree {tree}\n", "committer A <a@example.org> 9 +0000\n"
AUTHOR = "author A <a@example.org> 9 +0000\n"


def seen_in(repository: Repository) -> CommitListing | None:
    """What was seen of the commits."""
    reader = reader_of(objects_folder(repository), NOTHING)
    for _ in reader:
        pass
    return reader.listed_commits(Refs(Opened.find(repository.path)).tips)


def told_of(repository: Repository) -> CommitListing:
    """What git lists."""
    return Refs(Opened.find(repository.path)).commits()


def contents(listing: CommitListing | None) -> object:
    """All that a listing says."""
    return listing and (listing.ids, listing.first_parents, listing.other_parents)


@pytest.mark.parametrize("how", STORED)
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_they_come_as_git_lists_them(
    tmp_path: Path, how: str, object_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oid_numbers, "FEW", 0)
    for seed in range(3):
        path = tmp_path / str(seed) / "repository"
        repository = Repository.create(path, f"--object-format={object_format}")
        write_random_history(repository, random.Random(seed), commits=60)
        repository.git("tag", "-a", "-m", "a tag", "v1", "HEAD")
        repository.git("tag", "-a", "-m", "a tag of a tag", "v2", "v1")
        repository.git("tag", "a-tree", "HEAD^{tree}")
        moved = "mkdir ../packs && mv .git/objects/pack/* ../packs && "
        subprocess.run(["bash", "-ce", moved + STORED[how]], cwd=path, check=True)
        told = told_of(repository)
        assert len(told.ids) > 10
        assert contents(seen_in(repository)) == contents(told), seed


def commit_of(repository: Repository, text: str) -> str:
    """The id of a commit that is written as it stands."""
    tree = repository.git("rev-parse", "HEAD^{tree}")
    command = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    id_ = repository.git(*command, stdin=text.format(tree=tree).encode())
    (repository.path / ".git/refs/heads/odd").write_text(f"{id_}\n")
    return id_


@pytest.mark.parametrize(
    "text",
    [
        TREE + AUTHOR + "committer A <a> b> 9 +0000\n\nx",
        TREE + AUTHOR + "committer A <a@example.org>\n\nx",
        TREE + AUTHOR + "\nno committer",
        TREE + COMMITTER + "\nno author",
        TREE + AUTHOR + f"committer A <a@example.org> {10**18} +0000\n\nx",
        TREE + "parent 12\n" + AUTHOR + COMMITTER + "\nx",
        TREE + "parent " + "1" * 40 + "\n" + AUTHOR + COMMITTER + "\nx",
    ],
    ids=["two", "no date", "no committer", "no author", "far off", "odd parent", "no parent"],
)
def test_what_git_may_see_otherwise_is_left_to_git(repository: Repository, text: str) -> None:
    repository.commit(a="x")
    assert seen_in(repository) is not None
    commit_of(repository, text)
    assert seen_in(repository) is None


def test_dates_decide_which_tip_comes_first(repository: Repository) -> None:
    repository.commit(a="x")
    for number, date in enumerate([5, 99, 7, 7, 10**17]):
        text = TREE + AUTHOR + COMMITTER.replace(" 9 ", f" {date} ") + f"\n{number}"
        repository.git("update-ref", f"refs/tags/{number}", commit_of(repository, text))
    told = told_of(repository)
    assert contents(seen_in(repository)) == contents(told)
    assert len(told.ids) == 6
