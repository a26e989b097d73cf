"""The history as changes: which commit put which blob at which path."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import IO

from keyguard.errors import KeyguardError
from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.run import git, git_stream
from keyguard.model import Commit, Problem

PARTS_PER_JOB = 4
"""A recent commit takes several times as long as an old one: small parts end together."""
WORTH_A_PROCESS = 2_000
"""Commits; as many are compared in the time that another git takes to start."""

MOST_FILTERS = 300 if os.name == "nt" else 1_000
"""They travel on the command line, to which Windows leaves 32 kB."""

_GONE = b"000000"
"""The mode of what is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A blob that the commit with this id put at a path."""

    commit: str
    path: bytes
    blob: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes matter."""

    blobs: Set[bytes]
    """Ids, in ASCII."""
    names: Set[bytes]
    """Names of files and folders, or whole paths, whatever they hold."""

    def matches(self, blob: bytes, path: bytes) -> bool:
        """Whether it matters that ``blob`` stands at ``path``."""
        return blob in self.blobs or (
            bool(self.names) and not self.names.isdisjoint((path, *path.split(b"/")))
        )

    def filters(self) -> list[str]:
        """Options with which git itself leaves out what doesn't matter, where it can."""
        if self.names or len(self.blobs) > MOST_FILTERS:
            return []
        return [f"--find-object={blob.decode('ascii')}" for blob in sorted(self.blobs)]


class LogError(Exception):
    """git could not read the whole log; the text is git's own words."""


def commits_of(repository: Repository, revisions: Sequence[str]) -> list[bytes]:
    """The commits that the revisions name, parents first: each id, and those of its parents.

    The revisions are object ids, which may be missing, and options such as ``--all`` or ``--not``
    behind them. Raises ``LogError``.
    """
    options = [revision for revision in revisions if not _is_id(revision)]
    arguments = ["rev-list", "--ignore-missing", "--topo-order", "--reverse", "--parents"]
    stdin = "".join(f"{revision}\n" for revision in revisions if _is_id(revision)).encode()
    with git_stream([*arguments, "--stdin", *options], repository.folder, stdin=stdin) as stream:
        commits = stream.output.read().splitlines()
        if failure := stream.failure():
            raise LogError(failure)
    return commits


def id_of(commit: bytes) -> str:
    """The id of what ``commits_of`` tells of a commit."""
    return commit.split(b" ", 1)[0].decode("ascii")


def changes(
    repository: Repository, commits: Sequence[bytes], wanted: Wanted, jobs: int = 1
) -> Iterator[Change]:
    """What each of ``commits`` changes against the first of its parents, in their order.

    That is enough to find where something first appears: where commits follow their parents, the
    first one that has it differs from all of them. Comparing merges with every parent takes git
    twice as long.

    Raises ``LogError`` behind the last change that could be read.
    """
    lines = [b" ".join(line.split(b" ", 2)[:2]) for line in commits]
    # The filter makes git fetch what a partial clone lacks, which is not allowed.
    filters = [] if repository.may_fetch else wanted.filters()
    return _compare(repository, lines, filters, wanted, jobs)


def own_changes(
    repository: Repository, commits: Sequence[bytes], wanted: Wanted, jobs: int = 1
) -> Iterator[Change]:
    """Like ``changes``, but a merge has only those changes that none of its parents has.

    For ranges: there a merge may bring in what stands in a parent outside of it.
    """
    return _compare(repository, [line.split(b" ", 1)[0] for line in commits], ("-c",), wanted, jobs)


def describe(repository: Repository, ids: Collection[str]) -> dict[str, Commit]:
    """The commits with these ids. Raises ``LogError``."""
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
    """The path of every file that the revisions, which are ids, bring or change, once."""
    arguments = ["log", "-m", "--root", "--format=", "--name-only", "-z", "--no-renames"]
    stdin = "".join(f"{revision}\n" for revision in revisions).encode("ascii")
    command = [*arguments, "--diff-filter=d", "--stdin"]
    with git_stream(command, repository.folder, stdin=stdin) as stream:
        seen: set[bytes] = set()
        for path in _tokens(stream.output):
            if path and path not in seen:
                seen.add(path)
                yield path
        if failure := stream.failure():
            yield Problem(
                b"",
                f"git could not read the whole log ({failure}), so some paths were not seen; check "
                "the repository with `git fsck`.",
            )


def snapshot(repository: Repository, commit: str, wanted: Wanted) -> Iterator[tuple[bytes, str]]:
    """The paths in a commit that matter, with their blobs. Raises ``LogError``."""
    try:
        listing = git(["ls-tree", "-r", "-z", commit], repository.folder)
    except KeyguardError as error:
        raise LogError(str(error)) from error
    for line in listing.split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        blob = description.split(b" ")[2]
        if wanted.matches(blob, path):
            yield path, blob.decode("ascii")


def _is_id(revision: str) -> bool:
    """git reads ids from standard input, of which there may be any number; options it does not."""
    return revision.removeprefix("^").isalnum() and revision != "HEAD"


def _compare(
    repository: Repository,
    lines: Sequence[bytes],
    options: Sequence[str],
    wanted: Wanted,
    jobs: int,
) -> Iterator[Change]:
    """Hands runs of commits to one git for each job; neighbours have most of their trees in common.

    Each line is a commit's id, followed by that of the parent to compare it with, if not all.
    """

    def read(part: Sequence[bytes]) -> tuple[list[Change], str]:
        return _read_part(repository, part, options, wanted)

    failures = []
    if jobs == 1 or len(lines) <= WORTH_A_PROCESS:
        found, failure = read(lines)
        yield from found
        failures.append(failure)
    else:
        from concurrent.futures import ThreadPoolExecutor

        step = max(WORTH_A_PROCESS, len(lines) // (jobs * PARTS_PER_JOB) + 1)
        parts = [lines[start : start + step] for start in range(0, len(lines), step)]
        with ThreadPoolExecutor(jobs) as pool:
            for found, failure in pool.map(read, parts):
                yield from found
                failures.append(failure)
    if failure := next(filter(None, failures), ""):
        raise LogError(failure)


def _read_part(
    repository: Repository, lines: Sequence[bytes], options: Sequence[str], wanted: Wanted
) -> tuple[list[Change], str]:
    """The changes of some commits, and git's words if it could not read them all."""
    arguments = [
        "diff-tree", "--stdin", "--raw", "-r", "--root", "-z", "--no-abbrev", "--no-renames",
        "--no-ext-diff", "--no-textconv", *options,
    ]  # fmt: skip
    stdin = b"\n".join(lines) + b"\n"
    with git_stream(arguments, repository.folder, stdin=stdin) as stream:
        found = list(_parse(_tokens(stream.output), wanted))
        return found, stream.failure()


def _parse(tokens: Iterator[bytes], wanted: Wanted) -> Iterator[Change]:
    """git-diff-tree(1), RAW OUTPUT FORMAT and DIFF FORMAT FOR MERGES; a commit's id goes ahead."""
    commit = b""
    for token in tokens:
        if not token.startswith(b":"):
            commit = token
            continue
        path = next(tokens, b"")
        before, blob, _ = token.rsplit(b" ", 2)
        if wanted.matches(blob, path) and not _is_gone(before):
            yield Change(commit.decode("ascii"), path, blob.decode("ascii"))


def _is_gone(description: bytes) -> bool:
    """Whether a change takes something away: a colon and a mode a parent, a mode, the ids."""
    parents = len(description) - len(description.lstrip(b":"))
    return description.split(b" ", parents + 1)[parents] == _GONE


def _tokens(output: IO[bytes]) -> Iterator[bytes]:
    """What stands between NULs."""
    rest = b""
    while chunk := output.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest
