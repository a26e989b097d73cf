"""The history as changes: which commit put which blob at which path."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git, git_stream, tokens
from keyguard.gitrepo.objects.trees import SUBMODULE
from keyguard.gitrepo.repository import Repository
from keyguard.model import Commit, Problem
from keyguard.model.record import NamedTuple

MOST_FILES = 5_000_000
"""Files of one commit that are listed. A few nested trees, each holding the next ten times over,
make billions of files and take hardly any space."""
TOO_MANY = f"a commit has over {MOST_FILES:,} files"

_GONE = b"000000"
"""The mode of what is not there (any more)."""


class TreeChange(NamedTuple):
    """A blob that the commit with this id put at a path, or a commit of a submodule."""

    commit: str
    path: bytes
    blob: str
    is_submodule: bool = False


class WantedChanges(NamedTuple):
    """Which changes a reader of the log wants to see."""

    blobs: Set[str]
    names: Set[bytes]
    """Names of files and folders, or whole paths, that are wanted whatever they hold."""

    def matches(self, blob: str, path: bytes) -> bool:
        """Whether ``blob`` at ``path`` is wanted."""
        return blob in self.blobs or (
            bool(self.names) and not self.names.isdisjoint((path, *path.split(b"/")))
        )


class LogError(Exception):
    """git could not read the whole log; the message is git's own."""


def revision_list(revisions: Sequence[str]) -> tuple[list[str], bytes]:
    """The git command that lists the commits of revisions, parents first, and its standard input.

    The revisions are object ids, which may be missing, and behind them options such as ``--all`` or
    ``--not``.
    """
    options = [revision for revision in revisions if not _is_id(revision)]
    command = ["rev-list", "--ignore-missing", "--topo-order", "--reverse", "--stdin", *options]
    ids = "".join(f"{revision}\n" for revision in revisions if _is_id(revision))
    return command, ids.encode()


def commits_of(repository: Repository, revisions: Sequence[str]) -> list[str]:
    """The ids of the commits that the revisions name, parents first.

    The revisions are as for ``revision_list``. Raises ``LogError``.
    """
    command, stdin = revision_list(revisions)
    with git_stream(command, repository.folder, stdin=stdin) as stream:
        commits = stream.output.read().decode("ascii").split()
        if failure := stream.failure():
            raise LogError(failure)
    return commits


def own_changes(
    repository: Repository, commits: Sequence[str], wanted: WantedChanges | None = None
) -> Iterator[TreeChange]:
    """The changes of each of ``commits`` that differ from all of its parents, in their order.

    ``wanted`` limits them. Meant for ranges, where a merge may bring in what stands in a parent
    outside of the range. Raises ``LogError`` after the last change that could be read.
    """
    arguments = [
        "diff-tree", "--stdin", "--raw", "-r", "-c", "--root", "-z", "--no-abbrev",
        "--no-renames", "--no-ext-diff", "--no-textconv",
    ]  # fmt: skip
    stdin = "".join(f"{commit}\n" for commit in commits).encode("ascii")
    with git_stream(arguments, repository.folder, stdin=stdin) as stream:
        yield from _parse(tokens(stream.output), wanted)
        if failure := stream.failure():
            raise LogError(failure)


def changes_between(repository: Repository, before: str, after: str) -> Iterator[tuple[bytes, str]]:
    """The paths that differ between two commits, each with the blob that ``after`` has there.

    Submodules are left out. Raises ``LogError`` after the last path that could be read.
    """
    arguments = ["diff-tree", "--raw", "-r", "-z", "--no-abbrev", "--no-renames"]
    command = [*arguments, "--no-ext-diff", "--no-textconv", before, after, "--"]
    with git_stream(command, repository.folder) as stream:
        fields = tokens(stream.output)
        for description in fields:
            path = next(fields, b"")
            mode, blob = _mode_after(description), description.rsplit(b" ", 2)[1]
            if mode not in (_GONE, SUBMODULE):
                yield path, blob.decode("ascii")
        if failure := stream.failure():
            raise LogError(failure)


def describe(repository: Repository, ids: Collection[str]) -> dict[str, Commit]:
    """The commits with these ids, each with its author and date. Raises ``LogError``."""
    arguments = ["log", "--no-walk=unsorted", "-z", "--format=tformat:%H%x01%aI%x01%an <%ae>"]
    if not ids:
        return {}
    stdin = "".join(f"{id_}\n" for id_ in ids).encode("ascii")
    try:
        listing = git([*arguments, "--stdin"], repository.folder, stdin=stdin)
    except KeyguardError as error:
        raise LogError(str(error)) from error
    described = {}
    for line in listing.decode("utf-8", "replace").split("\0")[:-1]:
        id_, date, author = line.split("\x01", 2)
        described[id_] = Commit(id_, author, date)
    return described


def every_path(repository: Repository, revisions: Sequence[str]) -> Iterator[bytes | Problem]:
    """The path of every file that the revisions, given by id, bring or change; each once."""
    arguments = ["log", "-m", "--root", "--format=", "--name-only", "-z", "--no-renames"]
    stdin = "".join(f"{revision}\n" for revision in revisions).encode("ascii")
    command = [*arguments, "--diff-filter=d", "--stdin"]
    with git_stream(command, repository.folder, stdin=stdin) as stream:
        seen: set[bytes] = set()
        for path in tokens(stream.output):
            if path and path not in seen:
                seen.add(path)
                yield path
        if failure := stream.failure():
            yield Problem(
                b"",
                f"git could not read the whole log ({failure}), so some paths were not seen; check "
                "the repository with `git fsck`.",
            )


def _is_id(revision: str) -> bool:
    """git reads ids from standard input, of which there may be any number; options it does not."""
    return revision.removeprefix("^").isalnum() and revision != "HEAD"


def _parse(tokens: Iterator[bytes], wanted: WantedChanges | None) -> Iterator[TreeChange]:
    """git-diff-tree(1), RAW OUTPUT FORMAT and DIFF FORMAT FOR MERGES; a commit's id goes ahead.

    Raises ``LogError`` if there is no end to them.
    """
    commit, count = b"", 0
    for token in tokens:
        if not token.startswith(b":"):
            commit, count = token, 0
            continue
        count += 1
        if count > MOST_FILES:
            raise LogError(TOO_MANY)
        path = next(tokens, b"")
        before, blob, _ = token.rsplit(b" ", 2)
        id_, mode = blob.decode("ascii"), _mode_after(before)
        if mode != _GONE and (wanted is None or wanted.matches(id_, path)):
            yield TreeChange(commit.decode("ascii"), path, id_, mode == SUBMODULE)


def _mode_after(description: bytes) -> bytes:
    """The mode behind a change: a colon and a mode a parent, this one, the ids."""
    parents = len(description) - len(description.lstrip(b":"))
    return description.split(b" ", parents + 1)[parents]
