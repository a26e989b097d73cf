"""The log as a stream of changes: which commit put which blob at which path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.run import git_stream
from keyguard.model import Commit

FORMAT = "tformat:%x01%H%x02%aI%x02%an <%ae>"
"""One token a commit: \\x01 tells it from the changes, whose tokens begin with a colon."""


@dataclass(frozen=True, slots=True)
class Change:
    """A blob that a commit put at a path. A merge lists only what none of its parents has."""

    commit: Commit
    path: bytes
    blob: str


class LogError(Exception):
    """git could not read the whole log; the text is git's own words."""


def changes(repository: Repository, revisions: Sequence[str]) -> Iterator[Change]:
    """Every change that the revisions bring, oldest first.

    The revisions are object ids and, last, options such as ``--all`` or ``--not``. Raises
    ``LogError`` behind the last change that could be read.
    """
    options = [revision for revision in revisions if not _is_id(revision)]
    arguments = [
        "log", "--ignore-missing", "--reverse", "--topo-order", "--raw", "-c", "-r", "--root",
        "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv",
        f"--format={FORMAT}", "--stdin", *options,
    ]  # fmt: skip
    stdin = "".join(f"{revision}\n" for revision in revisions if _is_id(revision)).encode()
    with git_stream(arguments, repository.folder, stdin=stdin) as stream:
        yield from _parse(_tokens(stream.output))
        if failure := stream.failure():
            raise LogError(failure)


def _is_id(revision: str) -> bool:
    """git reads ids from standard input, of which there may be any number; options it does not."""
    return revision.removeprefix("^").isalnum() and revision != "HEAD"


def _parse(tokens: Iterator[bytes]) -> Iterator[Change]:
    commit = None
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(b"\x01"):
            id_, date, author = token[1:].decode("utf-8", "replace").split("\x02", 2)
            commit = Commit(id_, author, date)
        elif token.startswith(b":") and commit is not None:
            parents = len(token) - len(token.lstrip(b":"))
            blob = token.split(b" ")[2 * parents + 1].decode("ascii")
            yield Change(commit, next(tokens, b""), blob)


def _tokens(output: IO[bytes]) -> Iterator[bytes]:
    """What stands between NULs."""
    rest = b""
    while chunk := output.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest
