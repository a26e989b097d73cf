"""What is staged, read from git's own files: the same as ``git diff-index --cached`` says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gitrepo.index.staged import assert_same, grow, seen_by_us, stage, told_by_git
from tests.tools import Repository


def nothing(repository: Repository) -> None:
    """Nothing is staged."""


def unborn(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "other")


def file_becomes_folder(repository: Repository) -> None:
    (repository.path / "a").unlink()
    repository.write("a/b", "x\n")
    repository.git("add", "--all")


def folder_becomes_file(repository: Repository) -> None:
    repository.git("rm", "-rq", "b")
    repository.write("b", "x\n")
    repository.git("add", "--all")


def modes(repository: Repository) -> None:
    repository.git("update-index", "--chmod=+x", "a")
    (repository.path / "b.py").unlink()
    (repository.path / "b.py").symlink_to("a")
    repository.git("add", "b.py")
    head = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},z/module")


def old_mode(repository: Repository) -> None:
    """git once wrote 100664 into trees, and reads it as 100644."""
    blobs = [line.split()[2] for line in repository.git("ls-tree", "HEAD", "a", "b.py").split("\n")]
    content = b"".join(
        b"100664 %s\0" % name + bytes.fromhex(blob)
        for name, blob in zip((b"a", b"b.py"), blobs, strict=True)
    )
    tree = repository.git("hash-object", "-wt", "tree", "--stdin", stdin=content)
    commit = repository.git("commit-tree", "-m", "old", tree)
    repository.git("update-ref", "HEAD", commit)
    stage(repository)


def conflict(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit_file("b/d/e", "theirs\n")
    repository.git("checkout", "--quiet", "main")
    repository.commit_file("b/d/e", "ours\n")
    repository.git("merge", "--quiet", "side", check=False)
    assert repository.git("ls-files", "--unmerged")


def intent_to_add(repository: Repository) -> None:
    repository.write("b/later", "later\n")
    repository.git("add", "--intent-to-add", "b/later")
    stage(repository)
    repository.write("later", "later\n")
    repository.git("add", "--intent-to-add", "later")


def skip_worktree(repository: Repository) -> None:
    stage(repository)
    repository.git("update-index", "--skip-worktree", "b/d/f")


def compressed(repository: Repository) -> None:
    repository.git("update-index", "--index-version", "4")
    stage(repository)


def compressed_with_flags(repository: Repository) -> None:
    repository.git("update-index", "--index-version", "4")
    intent_to_add(repository)


def without_known_trees(repository: Repository) -> None:
    rows = repository.git("ls-files", "--stage").encode()
    (repository.path / ".git" / "index").unlink()
    repository.git("update-index", "--index-info", stdin=rows + b"\n")
    stage(repository)


def without_index(repository: Repository) -> None:
    (repository.path / ".git" / "index").unlink()


def names(repository: Repository) -> None:
    for name in (b"line\nbreak", b"\xff\xfe", b"tab\t", "snowman \u2603".encode(), b"-", b" "):
        (repository.path / os.fsdecode(name)).write_bytes(b"x\n")
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    long = "/".join(["n" * 200] * 25)
    repository.git("add", "--all")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{long}")


def deep(repository: Repository) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    path = "d/" * 1800 + "file"
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")


def packed(repository: Repository) -> None:
    for number in range(20):
        repository.write(f"many/{number:030}", f"{number}\n")
    repository.commit()
    for number in range(12):
        repository.commit_file(f"many/{number:030}", "other\n")
    repository.git("gc", "--quiet", "--aggressive")
    assert not list((repository.path / ".git" / "objects").glob("??"))
    repository.write("many/" + "5".zfill(30), "changed again\n")
    stage(repository)


def packed_by_id(repository: Repository) -> None:
    repository.git("config", "repack.useDeltaBaseOffset", "false")
    packed(repository)


def old_pack_index(repository: Repository) -> None:
    repository.git("config", "pack.indexVersion", "1")
    packed(repository)


def detached(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--detach")
    stage(repository)


def packed_refs(repository: Repository) -> None:
    for number in range(5):
        repository.git("tag", "--annotate", f"v{number}", "--message", "x")
        repository.git("branch", f"main{number}")
    repository.git("pack-refs", "--all")
    stage(repository)


def ref_of_a_ref(repository: Repository) -> None:
    repository.git("symbolic-ref", "refs/heads/other", "refs/heads/main")
    repository.git("symbolic-ref", "HEAD", "refs/heads/other")
    stage(repository)


ORDINARY = [
    nothing, stage, unborn, file_becomes_folder, folder_becomes_file, modes, old_mode, conflict,
    intent_to_add, skip_worktree, compressed, compressed_with_flags, without_known_trees,
    without_index, names, deep, packed, packed_by_id, detached, packed_refs, ref_of_a_ref,
]  # fmt: skip


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("change", ORDINARY, ids=lambda change: change.__name__)
def test_is_what_git_says(
    tmp_path: Path,
    object_format: str,
    change: Callable[[Repository], None],
    without_git: Callable[[], None],
) -> None:
    repository = Repository.create(tmp_path / "r", f"--object-format={object_format}")
    grow(repository)
    change(repository)
    wanted = told_by_git(repository)
    assert wanted or change in (nothing, without_index)
    without_git()
    found = seen_by_us(repository.path)
    assert set(found) == wanted
    assert len(found) == len(wanted)


def split_index(repository: Repository) -> None:
    repository.git("update-index", "--split-index")
    stage(repository)


def sparse_index(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "b")
    repository.write("b/d/e", "changed\n")
    repository.git("add", "b/d/e")


def own_configuration(repository: Repository) -> None:
    repository.git("config", "extensions.worktreeConfig", "true")
    stage(repository)


def moved_work_tree(repository: Repository) -> None:
    repository.git("config", "core.worktree", str(repository.path))
    stage(repository)


def borrowed_objects(repository: Repository) -> None:
    other = repository.path.parent / "other"
    repository.git("clone", "--quiet", "--bare", ".", str(other))
    alternates = repository.path / ".git" / "objects" / "info" / "alternates"
    alternates.write_text(f"{other}/objects\n")
    repository.git("repack", "-adlq")
    repository.git("prune-packed")
    stage(repository)


@pytest.mark.parametrize(
    "change",
    [split_index, sparse_index, own_configuration, moved_work_tree, borrowed_objects,
     old_pack_index],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_what_is_unusual_is_left_to_git(
    repository: Repository, change: Callable[[Repository], None]
) -> None:
    grow(repository)
    change(repository)
    assert told_by_git(repository)
    assert_same(repository)
