"""Where a repository lies, read from its folders: gitrepository-layout(5).

Starting git to ask for it takes longer than a small scan. What is out of the ordinary raises
``UnusualError``: it is left to git, so this need not know every form that a repository can have.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

ID_LENGTHS = {b"sha1": 20, b"sha256": 32}
"""Bytes of an object id, by the name of the hash."""

RELOCATIONS = ("GIT_COMMON_DIR", "GIT_WORK_TREE")
"""Variables that tear a repository's folders apart."""

_UNUSUAL_WORDS = (b"worktree", b"include", b"refstorage")
"""A configuration with one of them may move the work tree, or keep refs in another form."""

_ORDINARY_VALUES = {b"bare": (b"false",), b"repositoryformatversion": (b"0", b"1")}

_ORDINARY_EXTENSIONS = frozenset({b"", b"noop", b"objectformat", b"partialclone"})


class UnusualError(Exception):
    """A form that only git itself should read."""


class Layout(NamedTuple):
    """The folders of one repository. ``work_tree`` is empty for a bare one."""

    work_tree: str
    git_dir: str
    common_dir: str
    id_length: int | None = None
    """Bytes of an object id; None if the repository has a form that only git should read."""

    @property
    def top(self) -> str:
        """The root of the work tree, or the git directory of a bare repository."""
        return self.work_tree or self.git_dir


def find_layout(folder: str, variables: Mapping[str, str]) -> Layout | None:
    """The repository around ``folder``, an absolute path without links; None if there is none.

    ``variables`` is the environment. Raises ``UnusualError``, or ``OSError`` if a file can't be
    read.
    """
    if any(name in variables for name in RELOCATIONS):
        raise UnusualError
    if "GIT_DIR" in variables:
        return _layout(folder, os.path.join(folder, variables["GIT_DIR"]), variables)
    device = os.stat(folder).st_dev
    while True:
        if os.stat(folder).st_dev != device:
            return None  # git does not look beyond a mount point either
        here = os.path.join(folder, ".git")
        if os.path.lexists(here):
            return _layout(folder, here, variables)
        if _may_be_bare(folder):
            raise UnusualError
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _may_be_bare(folder: str) -> bool:
    """Whether a folder may be a git directory itself: setup.c, is_git_directory."""
    names = ("HEAD", "refs"), ("HEAD", "commondir")
    return any(all(os.path.lexists(os.path.join(folder, name)) for name in each) for each in names)


def _layout(work_tree: str, entry: str, variables: Mapping[str, str]) -> Layout:
    git_dir = os.path.realpath(entry if os.path.isdir(entry) else _linked(entry))
    common_dir = git_dir
    link = os.path.join(git_dir, "commondir")
    if os.path.exists(link):
        common_dir = os.path.realpath(os.path.join(git_dir, _line(link)))
    objects = variables.get("GIT_OBJECT_DIRECTORY") or os.path.join(common_dir, "objects")
    is_whole = (
        os.path.isfile(os.path.join(git_dir, "HEAD"))
        and os.path.isdir(os.path.join(work_tree, objects))
        and os.path.isdir(os.path.join(common_dir, "refs"))
    )
    if not is_whole:
        raise UnusualError
    with open(os.path.join(common_dir, "config"), "rb") as file:
        return Layout(work_tree, git_dir, common_dir, _id_length(file.read()))


def _linked(file: str) -> str:
    """Where a ``.git`` file leads: gitrepository-layout(5), "gitfile"."""
    word, _, target = _line(file).partition(": ")
    if word != "gitdir" or not target:
        raise UnusualError
    return os.path.join(os.path.dirname(file), target)


def _line(file: str) -> str:
    with open(file, "rb") as stream:
        return os.fsdecode(stream.read().rstrip(b"\r\n"))


def _id_length(configuration: bytes) -> int:
    """Bytes of an object id, in a repository that has nothing unusual in its configuration."""
    text = configuration.lower().translate(None, b" \t\r")
    if any(word in text for word in _UNUSUAL_WORDS):
        raise UnusualError
    for name, values in _ORDINARY_VALUES.items():
        if text.count(name) != sum(text.count(b"\n%s=%s\n" % (name, value)) for value in values):
            raise UnusualError
    hash_name = b"sha1"
    for section in text.split(b"[extensions]")[1:]:
        for line in section.partition(b"\n[")[0].split(b"\n"):
            name, _, value = line.partition(b"=")
            if name not in _ORDINARY_EXTENSIONS:
                raise UnusualError
            if name == b"objectformat":
                hash_name = value
    if hash_name not in ID_LENGTHS:
        raise UnusualError
    return ID_LENGTHS[hash_name]
