"""Makes a bare repository of plain files, without git's templates: gitrepository-layout(5)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from keyguard.gitrepo.discovery import Layout
from keyguard.gitrepo.repository import Repository

_PLAIN = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_OF_HASH = (
    "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = {}\n"
)
_QUIET = "[gc]\n\tauto = 0\n[fetch]\n\tunpackLimit = 1\n"
"""What is fetched is one more pack, and nothing is packed anew by itself."""

HASHES = {20: "sha1", 32: "sha256"}
"""The hash that makes ids of so many bytes."""

HEADER = b"# pack-refs with:"
"""The first line of ``packed-refs``, the file that holds all refs."""

NO_BRANCH = "refs/heads/none"
"""The branch that HEAD names when none is given: no repository has one of that name."""


def make_bare(folder: Path, id_length: int, borrowed: str = "") -> Repository:
    """Makes an empty repository, whose ids have ``id_length`` bytes.

    It borrows the objects of the folder ``borrowed``, a path without line breaks that may be
    relative to its own objects. Raises ``OSError``.
    """
    (folder / "objects" / "info").mkdir(parents=True)
    (folder / "objects" / "pack").mkdir()
    (folder / "refs").mkdir()
    settings = _PLAIN if HASHES[id_length] == "sha1" else _OF_HASH.format(HASHES[id_length])
    (folder / "config").write_text(settings + _QUIET, "ascii")
    (folder / "HEAD").write_text(f"ref: {NO_BRANCH}\n", "ascii")
    (folder / "packed-refs").write_bytes(HEADER + b"\n")
    if borrowed:
        (folder / "objects" / "info" / "alternates").write_bytes(os.fsencode(borrowed) + b"\n")
    return bare_at(folder, id_length)


def bare_at(folder: Path, id_length: int) -> Repository:
    """The repository that ``make_bare`` made in ``folder``."""
    named = os.path.realpath(folder)
    return Repository(Layout("", named, named, id_length))


def set_refs(repository: Repository, ids: Mapping[str, str], head: str = "") -> None:
    """Replaces all refs in one step; ``ids`` maps the full name of each ref to an id.

    ``head``, if given, is the branch or the commit that HEAD names. Raises ``OSError``.
    """
    rows = sorted((os.fsencode(name), id_.encode("ascii")) for name, id_ in ids.items())
    lines = [HEADER + b" sorted \n", *(b"%s %s\n" % (id_, name) for name, id_ in rows)]
    beside = repository.git_dir / "packed-refs.new"
    beside.write_bytes(b"".join(lines))
    os.replace(beside, repository.git_dir / "packed-refs")
    if head:
        named = f"ref: {head}\n" if head.startswith("refs/") else f"{head}\n"
        (repository.git_dir / "HEAD").write_bytes(os.fsencode(named))
