"""Makes packs out of other packs and loose objects: git-index-pack(1), git-pack-objects(1)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from keyguard.errors import KeyguardError
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.bare import make_bare
from keyguard.gitrepo.command.bounded import Bounds, Streams, TransportError, run_within
from keyguard.gitrepo.command.run import git, quiet_environment, try_git
from keyguard.gitrepo.objects.loose import loose_ids, read_loose
from keyguard.gitrepo.regular_files import open_regular
from keyguard.gitrepo.repository import Repository

LARGEST = 1 << 30
"""Bytes up to which a loose object is read to see whether it is damaged."""


def pack_loose(repository: Repository) -> None:
    """Puts all loose objects into a pack, since a plain file server would hand them out one by one.

    Raises ``KeyguardError`` if one of them is damaged.
    """
    objects = repository.git_dir / "objects"
    _pack(sorted(loose_ids(os.fspath(objects))), os.fspath(objects / "pack" / "pack"), repository)


@contextmanager
def packed_loose(objects: Path, id_length: int) -> Iterator[list[Path]]:
    """Packs the loose objects of a folder but the damaged ones, and lists the pack while the block
    lasts.

    The list is empty if there are none. Raises ``KeyguardError``.
    """
    ids = sorted(loose_ids(os.fspath(objects)))
    with TemporaryDirectory() as made:
        borrower = make_bare(Path(made) / "git", id_length, os.fspath(objects))
        begin = os.path.join(made, "loose")
        try:
            _pack(ids, begin, borrower)
        except KeyguardError:
            sound = [id_ for id_ in ids if _is_readable(os.fspath(objects), id_)]
            if sound == ids:
                raise
            _pack(sound, begin, borrower)
        yield [*Path(made).glob("loose-*.pack")]


def _pack(ids: Sequence[str], begin: str, repository: Repository) -> None:
    """A pack of these objects, whose name begins so; none of no objects."""
    if ids:
        stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
        git(["pack-objects", "--quiet", begin], repository.folder, stdin=stdin)


def _is_readable(objects: str, id_: str) -> bool:
    try:
        read_loose(objects, id_, LARGEST)
    except (CorruptObjectError, FileNotFoundError):
        return False
    return True


def index_pack(repository: Repository, pack: Path, bounds: Bounds) -> None:
    """Adds a pack to a repository, where each object gets the id that its content has.

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
    """Joins the packs that are small beside the others into one, which holds all their objects.

    Does nothing with a git older than 2.32, which can't do it.
    """
    command = ["repack", "--geometric=2", "-d", "--quiet", "--no-write-bitmap-index"]
    try_git(command, repository.folder)
