"""Finds the repository around a folder by its files: gitrepository-layout(5).

Asking git would take longer than a small scan. Anything out of the ordinary raises ``UnusualError``
and is left to git, so this module need not know every form of a repository.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

ID_LENGTHS = {b"sha1": 20, b"sha256": 32}
"""Bytes of an object id, by the name of the hash."""

RELOCATIONS = ("GIT_COMMON_DIR", "GIT_WORK_TREE")
"""Environment variables that place parts of a repository in other folders."""

_UNUSUAL_WORDS = (b"worktree", b"include", b"refstorage")
"""A configuration with one of them may move the work tree, or keep refs in another form."""

_ORDINARY_VALUES = {b"bare": (b"false",), b"repositoryformatversion": (b"0", b"1")}

_HEAD = lazy_pattern(rb"ref:\s*refs/|[0-9a-f]{40}")
"""What HEAD begins with; git takes no folder for a repository without it."""

_ORDINARY_LINE = lazy_pattern(
    rb"""[ \t]*(?:
        [#;][^\0]*
        | \[ [A-Za-z0-9.-]+ (?:[ \t]+ "(?: [^"\\\0] | \\[^\0] )*" )? \] [ \t]*
        | [A-Za-z][A-Za-z0-9-]* [ \t]*
          (?: = (?: [^"\\\0#;] | \\["\\ntb] | "(?: [^"\\\0] | \\["\\ntb] )*" )* (?: [#;][^\0]* )? )?
    )?\r?""",
    re.VERBOSE,
)
"""What is in nearly all configurations: git-config(1), SYNTAX. Git knows what else is allowed, and
what is damage."""

_ORDINARY_EXTENSIONS = frozenset({b"", b"noop", b"objectformat", b"partialclone"})


class UnusualError(Exception):
    """Something in a form that only git should read."""


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
    git_dir, common_dir = git_folders(entry)
    objects = variables.get("GIT_OBJECT_DIRECTORY") or os.path.join(common_dir, "objects")
    is_whole = (
        _HEAD.match(read_regular(os.path.join(git_dir, "HEAD")))
        and os.path.isdir(os.path.join(work_tree, objects))
        and os.path.isdir(os.path.join(common_dir, "refs"))
    )
    if not is_whole:
        raise UnusualError
    configuration = read_regular(os.path.join(common_dir, "config"))
    return Layout(work_tree, git_dir, common_dir, _id_length(configuration))


def git_folders(entry: str) -> tuple[str, str]:
    """The git directory that a ``.git`` is or leads to, and the one that linked work trees share.

    Raises ``UnusualError``, or ``OSError`` if a file can't be read.
    """
    git_dir = git_directory(entry)
    link = os.path.join(git_dir, "commondir")
    if not os.path.lexists(link):
        return git_dir, git_dir
    return git_dir, os.path.realpath(os.path.join(git_dir, _line(link)))


def git_directory(entry: str) -> str:
    """The git directory that a ``.git`` is or leads to. Raises like ``git_folders``."""
    return os.path.realpath(entry if os.path.isdir(entry) else _linked(entry))


def entry_around(folder: str, variables: Mapping[str, str]) -> str | None:
    """The path that git would take for a repository, sound or not; None if there is nothing.

    Like git, it passes over an empty folder called ``.git``.
    """
    if "GIT_DIR" in variables:
        return os.path.join(folder, variables["GIT_DIR"])
    while True:
        entry = os.path.join(folder, ".git")
        if os.path.lexists(entry) and not _is_empty(entry):
            return entry
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _is_empty(folder: str) -> bool:
    return os.path.isdir(folder) and not os.listdir(folder)


def _linked(file: str) -> str:
    """Where a ``.git`` file leads: gitrepository-layout(5), "gitfile"."""
    word, _, target = _line(file).partition(": ")
    if word != "gitdir" or not target:
        raise UnusualError
    return os.path.join(os.path.dirname(file), target)


def _line(file: str) -> str:
    return os.fsdecode(read_regular(file).rstrip(b"\r\n"))


def _id_length(configuration: bytes) -> int:
    """Bytes of an object id, in a repository that has nothing unusual in its configuration."""
    if not all(map(_ORDINARY_LINE.fullmatch, configuration.split(b"\n"))):
        raise UnusualError
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
