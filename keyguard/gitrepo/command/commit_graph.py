"""Questions about a whole history that git answers at once: git-rev-list(1), git-cat-file(1)."""

from __future__ import annotations

from collections.abc import Collection

from keyguard.gitformat.types import GitObject
from keyguard.gitrepo.command.cat_file import read_objects
from keyguard.gitrepo.command.run import git
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import LARGEST_TAG
from keyguard.model.patterns import lazy_pattern

_TARGET = lazy_pattern(rb"object (?P<id>[0-9a-f]{40,64})\ntype (?P<type>commit|tag|tree|blob)\n")


def root_commits(repository: Repository, tips: Collection[str]) -> list[str]:
    """The commits without a parent that the tips lead to. Raises ``KeyguardError``."""
    stdin = "".join(f"{tip}\n" for tip in tips if tip).encode("ascii")
    command = ["rev-list", "--max-parents=0", "--stdin"]
    return sorted(git(command, repository.folder, stdin=stdin).decode("ascii").split())


def types_of(repository: Repository, ids: Collection[str]) -> dict[str, str]:
    """The type of each object that is stored: ``commit``, ``tag``, ``tree`` or ``blob``.

    Raises ``KeyguardError``.
    """
    if not ids:
        return {}
    stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
    command = ["cat-file", "--batch-check=%(objectname) %(objecttype)"]
    rows = git(command, repository.folder, stdin=stdin).decode("ascii", "replace").splitlines()
    told = (row.partition(" ") for row in rows)
    return {id_: type_ for id_, _, type_ in told if type_ != "missing"}


def reached_beside_commits(repository: Repository, tips: Collection[str]) -> set[str]:
    """The objects that tips lead to without going through a commit.

    These are tags, the objects that tags name, and trees and blobs with refs of their own. Raises
    ``KeyguardError``.
    """
    found: set[str] = set()
    trees: set[str] = set()
    pending = types_of(repository, tips)
    while pending:
        found.update(id_ for id_, type_ in pending.items() if type_ != "commit")
        trees.update(id_ for id_, type_ in pending.items() if type_ == "tree")
        tags = sorted(id_ for id_, type_ in pending.items() if type_ == "tag")
        pending = {}
        for item in read_objects(repository, tags, LARGEST_TAG) if tags else ():
            target = _TARGET.match(item.data) if isinstance(item, GitObject) else None
            if target and target["id"].decode() not in found:
                pending[target["id"].decode()] = target["type"].decode()
    if trees:
        stdin = "".join(f"{id_}\n" for id_ in sorted(trees)).encode("ascii")
        command = ["rev-list", "--objects", "--no-object-names", "--stdin"]
        found.update(git(command, repository.folder, stdin=stdin).decode("ascii").split())
    return found


def led_to_by_none(
    repository: Repository, ids: Collection[str], tips: Collection[str]
) -> list[str]:
    """The objects that none of the tips leads to. Raises ``KeyguardError``.

    Only a commit can be led to by another: a tag, tree or blob counts only if it is a tip itself.
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
