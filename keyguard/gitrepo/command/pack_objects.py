"""Loose objects put into a pack: git-pack-objects(1)."""

from __future__ import annotations

import os

from keyguard.gitrepo.command.run import git
from keyguard.gitrepo.objects.loose import loose_ids
from keyguard.gitrepo.repository import Repository


def pack_loose(repository: Repository) -> None:
    """Puts all loose objects into a pack; a server that only has files hands them out one by one.

    Raises ``KeyguardError`` if one of them is damaged.
    """
    objects = repository.git_dir / "objects"
    ids = sorted(loose_ids(os.fspath(objects)))
    if ids:
        stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
        command = ["pack-objects", "--quiet", os.fspath(objects / "pack" / "pack")]
        git(command, repository.folder, stdin=stdin)
