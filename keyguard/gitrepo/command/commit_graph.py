"""The commits that begin a history, and those that only some tips lead to: git-rev-list(1)."""

from __future__ import annotations

from collections.abc import Collection

from keyguard.gitrepo.command.run import git
from keyguard.gitrepo.repository import Repository


def root_commits(repository: Repository) -> list[str]:
    """The commits without a parent that any ref leads to. Raises ``KeyguardError``."""
    listing = git(["rev-list", "--max-parents=0", "--all"], repository.folder)
    return sorted(listing.decode("ascii").split())


def types_of(repository: Repository, ids: Collection[str]) -> dict[str, str]:
    """The type of each object: ``commit``, ``tag``, ``tree`` or ``blob``; not of what is missing.

    Raises ``KeyguardError``.
    """
    if not ids:
        return {}
    stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
    command = ["cat-file", "--batch-check=%(objectname) %(objecttype)"]
    rows = git(command, repository.folder, stdin=stdin).decode("ascii", "replace").splitlines()
    told = (row.partition(" ") for row in rows)
    return {id_: type_ for id_, _, type_ in told if type_ != "missing"}


def led_to_by_none(
    repository: Repository, ids: Collection[str], tips: Collection[str]
) -> list[str]:
    """Those of some objects that none of the tips leads to. Raises ``KeyguardError``.

    A tag is led to by itself only, and so are what is no commit.
    """
    types = types_of(repository, ids)
    commits = {id_ for id_ in ids if types.get(id_) == "commit"}
    unreached: set[str] = set()
    if commits:
        revisions = [*sorted(commits), *(f"^{tip}" for tip in tips)]
        stdin = "".join(f"{revision}\n" for revision in revisions).encode("ascii")
        command = ["rev-list", "--ignore-missing", "--stdin"]
        listing = git(command, repository.folder, stdin=stdin)
        unreached = commits.intersection(listing.decode("ascii").split())
    others = {id_ for id_ in ids if types.get(id_) in ("tag", "tree", "blob")}
    return sorted(unreached | (others - set(tips)))
