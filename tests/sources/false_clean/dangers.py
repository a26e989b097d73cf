"""Damage to a repository, and the commands that meet it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository

KEY = production_key("false clean")
LINE = f'key = "{KEY}"\n'

STAGED, SCAN, HISTORY, AUDIT = ("staged",), ("scan",), ("history",), ("audit",)
FILE, COMMITS = ("scan", "kept.py"), ("commits", "HEAD")

IN_TREE = {"kept.py", "staged.py"}
"""Where the key is in the work tree."""

Command = tuple[str, ...]
Danger = Callable[[Repository], object]


def in_git(repository: Repository, name: str) -> Path:
    return repository.path / ".git" / name


def stored(repository: Repository, revision: str) -> Path:
    """The file of a loose object."""
    id_ = repository.git("rev-parse", revision)
    return in_git(repository, f"objects/{id_[:2]}/{id_[2:]}")


def written(name: str, content: str | bytes) -> Danger:
    """Replaces a file in the git directory."""

    def plant(repository: Repository) -> None:
        file = in_git(repository, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return plant


def lost(revision: str) -> Danger:
    return lambda repository: stored(repository, revision).unlink()


def flipped(at: int) -> Danger:
    """Another byte in the index."""

    def plant(repository: Repository) -> None:
        index = bytearray(in_git(repository, "index").read_bytes())
        index[at] ^= 0xFF
        in_git(repository, "index").write_bytes(index)

    return plant


def halved(repository: Repository) -> None:
    index = in_git(repository, "index").read_bytes()
    in_git(repository, "index").write_bytes(index[: len(index) // 2])


def unknown_extension(repository: Repository) -> None:
    index = in_git(repository, "index").read_bytes()[:-20] + b"abcd\0\0\0\2xy"
    in_git(repository, "index").write_bytes(index + sha1(index).digest())


def without_shared_index(repository: Repository) -> None:
    repository.git("update-index", "--split-index")
    for file in in_git(repository, "").glob("sharedindex.*"):
        file.unlink()


def git_replaced(content: str) -> Danger:
    """A file in place of the git directory."""

    def plant(repository: Repository) -> None:
        shutil.move(repository.path / ".git", repository.path.parent / "gone")
        (repository.path / ".git").write_text(content)

    return plant


def link_to_nowhere(repository: Repository) -> None:
    shutil.move(repository.path / ".git", repository.path.parent / "gone")
    (repository.path / ".git").symlink_to("nowhere")


def removed(name: str) -> Danger:
    return lambda repository: shutil.move(in_git(repository, name), repository.path.parent / "gone")


def emptied(name: str) -> Danger:
    """Damage of a kind that a crash leaves behind."""
    return written(name, "")


def garbage_in_packed_refs(repository: Repository) -> None:
    repository.git("pack-refs", "--all")
    with in_git(repository, "packed-refs").open("a") as file:
        file.write("garbage refs/heads/x\n")


def too_deep(repository: Repository) -> None:
    """A file whose path is longer than the system opens."""
    folder = os.open(repository.path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=folder)
        folder, above = os.open("d" * 200, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    file = os.open("leak.py", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
    os.write(file, LINE.encode())
    os.close(file)
    os.close(folder)


def unreadable_folder(repository: Repository) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    repository.write("closed/leak.py", LINE).parent.chmod(0)
