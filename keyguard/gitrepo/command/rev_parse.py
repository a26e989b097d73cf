"""Where a repository is, and what its HEAD names, according to git: git-rev-parse(1)."""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git, git_words, try_git
from keyguard.gitrepo.discovery import ID_LENGTHS, Layout, entry_around
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import not_in_one

_LINES = 5
"""Of git's answer to ``layout_around``: four, each with an end."""
_OTHER_REFS = b"refstorage"
"""A setting by which refs are kept in another form than files."""
_TOO_NEW = ("unknown repository extension", "expected git repo version", "extensions.refstorage")
"""What a git says of a form that came after it: setup.c, verify_repository_format."""


def layout_around(folder: Path, start: str) -> Layout:
    """The repository around ``folder``, whatever its form; error messages call the folder
    ``start``.

    Raises ``NoRepositoryError``, or ``KeyguardError`` with git's words if it can't be opened.
    """
    asked = ("--absolute-git-dir", "--git-common-dir", "--is-bare-repository")
    answer = try_git(["rev-parse", *asked, "--show-object-format"], folder)
    if answer.returncode != 0:
        raise _not_opened(folder, start, git_words(answer.stderr))
    lines = os.fsdecode(answer.stdout).split("\n")
    if len(lines) != _LINES:
        raise KeyguardError(
            f"the repository at {start} has a line break in its path; rename the folder."
        )
    git_dir, common_dir, bare, hash_name, _ = lines
    common_dir = os.path.realpath(os.path.join(folder, common_dir))
    if bare != "true":
        return Layout(_work_tree(folder), git_dir, common_dir)
    is_ordinary = _OTHER_REFS not in _settings(common_dir).lower()
    id_length = ID_LENGTHS.get(hash_name.encode()) if is_ordinary else None
    return Layout("", git_dir, common_dir, id_length)


def head_commit(folder: Path) -> str | None:
    """The commit at HEAD; None before the first commit."""
    return commit_of(folder, "HEAD")


def commit_of(folder: Path, revision: str) -> str | None:
    """The commit that a revision names; None if it names none."""
    command = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    answer = try_git(command, folder)
    return answer.stdout.decode("ascii").strip() if answer.returncode == 0 else None


def leads_to_file(folder: Path, revision: str) -> bool:
    """Whether a revision is a blob, or a tag of one, and so leads to no other file."""
    answer = try_git(["cat-file", "-t", f"{revision}^{{}}"], folder)
    return answer.stdout == b"blob\n"


def is_unborn(folder: Path) -> bool:
    """Whether HEAD names no object at all, not even a missing one."""
    return try_git(["rev-parse", "--verify", "--quiet", "HEAD"], folder).returncode != 0


def object_format(folder: Path) -> str:
    """The hash that ids are made with: ``sha1`` or ``sha256``."""
    return git(["rev-parse", "--show-object-format"], folder).decode("ascii").strip()


def _settings(common_dir: str) -> bytes:
    """The settings of the repository itself, which alone say what form it has; git makes do
    without."""
    try:
        return read_regular(os.path.join(common_dir, "config"))
    except FileNotFoundError:
        return b""


def _work_tree(folder: Path) -> str:
    answer = try_git(["rev-parse", "--show-toplevel"], folder)
    return os.fsdecode(answer.stdout).rstrip("\n") if answer.returncode == 0 else ""


def _not_opened(folder: Path, start: str, words: str) -> KeyguardError:
    if "not a git repository" in words:
        entry = entry_around(str(folder), os.environ)
        if entry is None:
            return not_in_one(start)
        objects = os.environ.get("GIT_OBJECT_DIRECTORY")
        also = f", or GIT_OBJECT_DIRECTORY ({objects}) is wrong" if objects else ""
        return KeyguardError(
            f"{entry} is not a sound git repository and leads to none{also}; repair or remove it."
        )
    remedy = "; repair or remove what it names"
    if any(saying in words.lower() for saying in _TOO_NEW):
        needed = " (reftable needs git 2.45)" if "refstorage" in words.lower() else ""
        remedy = f"; this git is older than the repository's form, so install a newer one{needed}"
    return KeyguardError(f"git can't open the repository at {start}: {words}{remedy}.")
