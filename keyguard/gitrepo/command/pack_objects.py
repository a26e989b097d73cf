"""Packs made of other packs and of loose objects: git-index-pack(1), git-pack-objects(1)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from keyguard.gitrepo.bare import make_bare
from keyguard.gitrepo.command.bounded import Bounds, Streams, TransportError, run_within
from keyguard.gitrepo.command.run import git, quiet_environment, try_git
from keyguard.gitrepo.objects.loose import loose_ids
from keyguard.gitrepo.regular_files import open_regular
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


@contextmanager
def packed_loose(objects: Path, id_length: int) -> Iterator[list[Path]]:
    """A pack of all loose objects of a folder; none if there are none.

    Raises ``KeyguardError`` if one is damaged.
    """
    ids = sorted(loose_ids(os.fspath(objects)))
    if not ids:
        yield []
        return
    stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
    with TemporaryDirectory() as made:
        borrower = make_bare(Path(made) / "git", id_length, os.fspath(objects))
        git(["pack-objects", "--quiet", os.path.join(made, "loose")], borrower.folder, stdin=stdin)
        yield [*Path(made).glob("loose-*.pack")]


def index_pack(repository: Repository, pack: Path, bounds: Bounds) -> None:
    """Takes a pack into a repository. Each object gets the id that its content has.

    Raises ``TransportError`` if the pack is damaged.
    """
    command = ["index-pack", "--stdin"]
    try:
        descriptor = open_regular(os.fspath(pack))
    except OSError as error:
        raise TransportError(f"{pack.name} can't be read ({error.strerror})") from error
    with open(descriptor, "rb") as given, TemporaryFile() as output:
        variables = quiet_environment()
        streams = Streams(given, output)
        run_within(bounds, command, repository.folder, variables, streams, lambda: 0)


def join_small_packs(repository: Repository) -> None:
    """Makes one pack of those that are small beside the others, with all that is in them; not with
    a git before 2.32, which can't."""
    command = ["repack", "--geometric=2", "-d", "--quiet", "--no-write-bitmap-index"]
    try_git(command, repository.folder)
