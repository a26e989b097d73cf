"""The paths below a folder: those that git knows of, or all that are on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.ls_files import is_ignored, is_submodule, work_tree_paths
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.damage import index_damage
from keyguard.model import Problem, Skip
from keyguard.sources.files import NO_FILE
from keyguard.storage.user_cache import cache_folder

OWN_CACHE = Skip("keyguard's own cache")
"""keyguard's own cache is passed over: it holds digests, and compiled patterns that contain the
beginnings of many formats."""

NOT_CHECKED_OUT = (
    "this submodule is not checked out, so there was nothing to read; run `git submodule update "
    "--init`."
)


def paths_below(
    repository: Repository | None, root: bytes, full: bytes
) -> Iterator[list[bytes] | Problem | Skip]:
    """In a work tree what git tracks or does not ignore; elsewhere everything.

    A folder that git ignores was named on purpose, so all of it is read, even if git tracks a
    ``.gitkeep`` in it: somebody may check a bundle before it is deployed.
    """
    inside = os.path.relpath(full, root)
    known, ignored = 0, False
    unlisted = False
    if repository is not None and (full == root or full.startswith(root + b"/")):
        try:
            for paths in work_tree_paths(repository, inside):
                if paths == [inside] and is_submodule(repository, inside):
                    yield Problem(inside, NOT_CHECKED_OUT)
                    return
                known += len(paths)
                yield paths
        except KeyguardError as error:
            yield Problem(b"", str(error))
            unlisted = not known
        yield from index_damage(repository)
        ignored = inside != b"." and _is_ignored(repository, inside)
    if unlisted or ((ignored or not known) and (repository is None or inside != b".")):
        yield from _walk(full, b"" if inside == b"." else inside + b"/")


def _is_ignored(repository: Repository, folder: bytes) -> bool:
    """Whether git ignores what is put into a folder, whatever it tracks there all the same.

    A file of no particular name is asked about: ``dist/*`` ignores no ``dist``, but all it gets.
    """
    return is_ignored(repository, os.path.join(folder, b"any-file"))


def _walk(folder: bytes, name: bytes) -> Iterator[list[bytes] | Problem | Skip]:
    """All files below ``folder``, each with ``name`` before its path; links are not followed. The
    user's own cache, such as a home folder has, is read only if it is what was named."""
    own_cache = os.fsencode(cache_folder() or "")
    files: list[bytes] = []
    folders = [b""]
    while folders:
        inside = folders.pop()
        below: list[bytes] = []
        try:
            with os.scandir(os.path.join(folder, inside)) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if entry.is_dir(follow_symlinks=False):
                        if entry.path == own_cache:
                            yield OWN_CACHE
                        elif entry.name != b".git":
                            below.append(inside + entry.name + b"/")
                    elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
                        files.append(name + inside + entry.name)
                    else:
                        yield NO_FILE
        except OSError as error:
            yield Problem(name + inside[:-1], f"the folder can't be read: {error.strerror}.")
        folders += reversed(below)
    yield files
