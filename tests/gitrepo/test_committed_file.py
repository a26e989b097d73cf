"""A file beside another one in a commit is read as git reads it, mostly without git."""

from __future__ import annotations

from errno import EINVAL
from pathlib import Path

import pytest

from keyguard.gitrepo import repository as opened
from keyguard.gitrepo.command.cat_file import blob_at
from keyguard.gitrepo.command.revisions import has_remote_branches
from keyguard.gitrepo.objects.lookup import Lookup
from keyguard.gitrepo.worktree.commit_files import CommitFiles
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Commit, Place, State
from tests.tools import Repository

FILES = ("package.json", "a/package.json", "a/b/c/package.json", "executable")
LINKS = ("link.json", "linked/package.json", "linked/b/c/package.json")
OTHERS = (
    "a", "none", "a/none", "none/a", "package.json/a", "dangling", "link.json/a", "a//package.json",
    "a/b/../package.json", "/package.json", "a/",
)  # fmt: skip


@pytest.fixture(params=["sha1", "sha256"])
def committed(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A commit of files, folders and links, and a later one without them; the first is packed."""
    repository = Repository.create(tmp_path / "r", f"--object-format={request.param}")
    for path in FILES:
        repository.write(path, f"content of {path}\n")
    (repository.path / "executable").chmod(0o755)
    (repository.path / "link.json").symlink_to("a/package.json")
    (repository.path / "linked").symlink_to("a")
    (repository.path / "dangling").symlink_to("none")
    repository.commit("one")
    repository.git("gc", "--quiet")
    repository.git("rm", "-r", "--quiet", "a", "linked")
    repository.commit("two", **{"package.json": "another\n"})
    return repository


@pytest.mark.parametrize("path", [*FILES, *LINKS, *OTHERS])
def test_is_what_git_says(committed: Repository, path: str) -> None:
    one, two = committed.git("rev-parse", "HEAD~1"), committed.git("rev-parse", "HEAD")
    found = opened.Repository.find(committed.path)
    siblings = SiblingFiles(found)
    for commit in (one, two):
        place = Place(b"x", State.HISTORY, Commit(commit, "", ""))
        assert siblings.read(place, path.encode()) == blob_at(found, f"{commit}:{path}")
    at_head = siblings.read(Place(b"x", State.HEAD), path.encode())
    assert at_head == blob_at(found, f"HEAD:{path}")


def test_no_folder_is_read_twice_however_deep_it_is(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More folders than a repository of any use has, which all are asked for again."""
    depth = 1_500
    path = "d/" * depth + "a"
    stream = "commit HEAD\ncommitter A <a@example.org> 1 +0000\ndata 1\nx\n"
    stream += f"M 100644 inline {path}\ndata 1\nx\n"
    repository.git("fast-import", "--quiet", stdin=stream.encode())
    commit = repository.git("rev-parse", "HEAD")
    read = []
    find = Lookup.find
    monkeypatch.setattr(Lookup, "find", lambda self, id_: read.append(id_) or find(self, id_))
    siblings = SiblingFiles(opened.Repository.find(repository.path))
    place = Place(path.encode(), State.HISTORY, Commit(commit, "", ""))
    assert siblings.read(place, path.encode()) == b"x"
    for above in range(5):
        assert siblings.read(place, f"{'d/' * (depth - above)}none".encode()) is None
    assert len(read) == len(set(read)) == depth + 3


def test_takes_no_git(committed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    one = committed.git("rev-parse", "HEAD~1")
    siblings = SiblingFiles(opened.Repository.find(committed.path))
    monkeypatch.setenv("PATH", "")
    place = Place(b"x", State.HISTORY, Commit(one, "", ""))
    for path in FILES:
        assert siblings.read(place, path.encode()) == f"content of {path}\n".encode()
    assert siblings.read(place, b"none") is None


def test_nor_does_a_configuration(committed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    found, one = opened.Repository.find(committed.path), committed.git("rev-parse", "HEAD~1")
    monkeypatch.setenv("PATH", "")
    assert found.has(one)
    assert not has_remote_branches(found)
    files = CommitFiles(found, one)
    for path in FILES:
        assert files.read(committed.path / path) == f"content of {path}\n".encode()
    for path in ("none", "a/none", "none/a", "package.json/a"):
        with pytest.raises(FileNotFoundError):
            files.read(committed.path / path)
    with pytest.raises(OSError, match="it is a folder") as failure:
        files.read(committed.path / "a")
    assert failure.value.errno == EINVAL
    head = CommitFiles(found, "HEAD")
    assert head.read(committed.path / "package.json") == b"another\n"
