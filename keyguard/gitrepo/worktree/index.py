"""The index: what is staged, read without git where it has an ordinary form."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index_format import IndexFile
from keyguard.gitrepo.worktree.staged_diff import changed_entries, load_index
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.data import Data

SHA1_LENGTH = 40
"""Hexadecimal digits of an id; SHA-256 has 64."""

SUBMODULE = "160000"


class IndexEntry(NamedTuple):
    """A path and the blob that the index, or a tree, holds for it. ``mode`` is git's, in octal."""

    path: bytes
    id: str
    mode: str


def staged_entries(repository: Repository) -> Iterator[IndexEntry]:
    """What the next commit changes against HEAD, without deletions, with all sides of conflicts."""
    try:
        index = load_index(repository.layout)
        changed = changed_entries(repository.layout, index)
    except LEFT_TO_GIT:
        from keyguard.gitrepo.command import ls_files

        return ls_files.staged_entries(repository)
    return (_entry(index, number) for number in changed)


def tracked_entries(repository: Repository) -> Iterator[IndexEntry]:
    """Every entry of the index."""
    try:
        index = load_index(repository.layout)
    except LEFT_TO_GIT:
        from keyguard.gitrepo.command import ls_files

        return ls_files.tracked_entries(repository)
    return (_entry(index, number) for number in range(len(index.paths)))


def tracked_paths(repository: Repository, folder: bytes) -> list[bytes]:
    """The paths that the index holds below ``folder``, each once."""
    try:
        index = load_index(repository.layout)
    except LEFT_TO_GIT:
        from keyguard.gitrepo.command import ls_files

        return ls_files.listed_paths(repository, folder)
    paths = list(dict.fromkeys(index.paths))  # a conflict has up to three of each
    if folder == b".":
        return paths
    below = folder + b"/"
    return [path for path in paths if path == folder or path.startswith(below)]


def staged_ids(repository: Repository) -> Iterator[str]:
    """The ids of all blobs that the index needs.

    ``git add -N`` writes the id of an empty file, and no blob.
    """
    for entry in tracked_entries(repository):
        if entry.mode != SUBMODULE and entry.id != blob_id(b"", like=entry.id):
            yield entry.id


def all_staged_ids(repository: Repository) -> Iterator[str]:
    """The ids that the index needs, of a repository that may have no work tree.

    Raises one of ``LEFT_TO_GIT`` if only git can read the index and there is no work tree to run it
    in.
    """
    try:
        index = load_index(repository.layout)
    except LEFT_TO_GIT:
        if repository.work_tree is None:
            raise
        yield from staged_ids(repository)
        return
    for number in range(len(index.paths)):
        entry = _entry(index, number)
        if entry.mode != SUBMODULE and entry.id != blob_id(b"", like=entry.id):
            yield entry.id


def _entry(index: IndexFile, number: int) -> IndexEntry:
    return IndexEntry(index.paths[number], index.id(number).hex(), f"{index.mode(number):06o}")


def blob_id(data: Data, like: str) -> str:
    """The id that git gives to this content, with the hash that made the id ``like``.

    Raises ``OSError`` if the content can't be read. git itself is not asked whether a file changed,
    since it would run the repository's filters.
    """
    import hashlib  # loads OpenSSL, which most runs do without

    hash_ = (hashlib.sha1 if len(like) == SHA1_LENGTH else hashlib.sha256)(b"blob %d\0" % len(data))
    for part in (data,) if isinstance(data, bytes) else data.parts():
        hash_.update(part)
    return hash_.hexdigest()
