"""Refs, read from their files: gitrepository-layout(5)."""

from __future__ import annotations

import os

from keyguard.gitrepo.discovery import Layout, UnusualError

DEEPEST = 5
"""Refs that may point at each other in a row; as in git's refs-internal.h."""

_OF_ONE_WORK_TREE = ("refs/bisect/", "refs/rewritten/", "refs/worktree/")
"""These are not shared with linked work trees: git-worktree(1), "Refs"."""


def head_id(layout: Layout) -> str | None:
    """What HEAD points at; None before the first commit. Raises ``UnusualError``."""
    name = "HEAD"
    for _ in range(DEEPEST):
        value = _loose(layout, name)
        if value is None:
            return None if name == "HEAD" else _packed(layout, name)
        if not value.startswith("ref:"):
            if len(value) != 2 * (layout.id_length or 0):
                raise UnusualError
            return value
        name = value.removeprefix("ref:").strip()
        if not name.startswith("refs/") or ".." in name:
            raise UnusualError
    raise UnusualError


def _loose(layout: Layout, name: str) -> str | None:
    is_own = name == "HEAD" or name.startswith(_OF_ONE_WORK_TREE)
    folder = layout.git_dir if is_own else layout.common_dir
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return os.fsdecode(file.read()).strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _packed(layout: Layout, name: str) -> str | None:
    try:
        with open(os.path.join(layout.common_dir, "packed-refs"), "rb") as file:
            rows = file.read()
    except FileNotFoundError:
        return None
    end = rows.find(b" %s\n" % os.fsencode(name))
    return rows[rows.rfind(b"\n", 0, end) + 1 : end].decode("ascii") if end >= 0 else None
