"""Objects by id or path, as git reads them: git-cat-file(1)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

from keyguard.gitformat.object_id import MISNAMED, is_named_rightly, named_rightly
from keyguard.gitformat.types import (
    LARGEST_BESIDE_FILES,
    CorruptObjectError,
    GitObject,
    LargeObject,
    TooLargeError,
    Unreadable,
    no_file,
    too_large,
)
from keyguard.gitrepo.command.answering import AnsweringGit
from keyguard.gitrepo.command.run import GitStream, git_stream, try_git
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT, lookup_in
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import is_id
from keyguard.model.piece import LARGE

CHUNK = 1 << 20
"""Bytes read at a time of an object that is too large to be held in memory."""
_BY_NAME = ("cat-file", "--batch", "--follow-symlinks")
_WITHOUT_CONTENT = (b"missing", b"ambiguous")
"""Ends of answers that no object follows."""
_FETCH = "from promisor remote"
"""What a git says that would fetch a missing object, if that were not forbidden."""


def read_objects(
    repository: Repository, ids: Sequence[str], max_size: int
) -> Iterator[GitObject | LargeObject | Unreadable]:
    """Each of the objects, in the order of ``ids``; ``max_size`` is in bytes.

    git ends at a corrupt object, or prints more or fewer bytes of it than it announced. Such an
    object is reported, and a new git reads on behind it. A new git also reads on behind an object
    that is too large to be held, since git would hold all of it and of its delta base.
    """
    done = 0
    while done < len(ids):
        wanted = "\n".join(ids[done:]).encode("ascii") + b"\n"
        unheld: _UnheldError | None = None
        with git_stream(
            ["cat-file", "--batch", "--buffer"], repository.folder, stdin=wanted
        ) as stream:
            try:
                for item in _parse(stream, max_size):
                    done += 1
                    yield item
            except _OutOfStepError:
                yield Unreadable(ids[done], "it does not have the size that it announces")
                done += 1
                continue
            except _UnheldError as error:
                unheld = error
            if not unheld and done < len(ids):
                reason = stream.failure() or "git stopped before it"
                yield Unreadable(ids[done], reason, missing=_FETCH in reason)
                done += 1
        if unheld:
            yield _opened(repository, ids[done], unheld, max_size)
            done += 1


def blob_at(repository: Repository, revision: str) -> bytes | None:
    """The content at ``COMMIT:PATH``, following links; None if there is none."""
    answer = try_git(_BY_NAME, repository.folder, stdin=os.fsencode(revision) + b"\n")
    header, _, content = answer.stdout.partition(b"\n")
    words = header.rsplit(b" ", 2)
    if answer.returncode != 0 or words[1:2] != [b"blob"]:
        return None
    return content[: int(words[2])]


class NamedBlobs:
    """Reads the content at each ``COMMIT:PATH`` as ``blob_at`` does, with one git for all."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._git = AnsweringGit(_BY_NAME, repository.folder)

    def read(self, revision: str) -> bytes | None:
        """The content of a blob; None if there is none."""
        if "\n" in revision:
            return blob_at(self._repository, revision)
        answers = self._git.ask(os.fsencode(revision) + b"\n")
        type_, size = answers.readline().split()[-2:] or (b"", b"0")
        if size in _WITHOUT_CONTENT:
            return None
        content = answers.read(int(size))
        if answers.read(1) != b"\n":  # it ended at a damaged object
            self._git.end()
            return None
        return content if type_ == b"blob" else None


def exists(repository: Repository, revision: str) -> bool:
    """Whether a revision names an object that is stored here."""
    if is_id(repository.layout, revision):
        with suppress(*LEFT_TO_GIT):
            return bool(lookup_in(repository.layout, LARGE).find(revision))
    command = ["cat-file", "-e", "--end-of-options", revision]
    return try_git(command, repository.folder).returncode == 0


class _UnheldError(Exception):
    """What follows is an object of so many bytes, which is not to be held, and may not be read."""

    def __init__(self, size: int, refused: TooLargeError | None = None) -> None:
        super().__init__()
        self.size = size
        self.refused = refused


class _OutOfStepError(Exception):
    """What follows an object is not the end of its line."""


def _parse(stream: GitStream, max_size: int) -> Iterator[GitObject | Unreadable]:
    """The format of git-cat-file(1), BATCH OUTPUT. Raises ``_OutOfStepError`` and
    ``_UnheldError``."""
    output = stream.output
    while header := output.readline():
        id_, type_, *rest = header.decode("ascii", "replace").split()
        if not rest:
            yield Unreadable(id_, f"the object is {type_}", missing=type_ == "missing")
            continue
        size = int(rest[0])
        if type_ != "blob" and size > LARGEST_BESIDE_FILES:
            raise _UnheldError(size, no_file(size))
        if size > max_size:
            raise _UnheldError(size, too_large(size))
        if type_ == "blob" and size > LARGE:
            raise _UnheldError(size)
        data = output.read(size)
        if len(data) < size:
            return
        if output.read(1) != b"\n":
            raise _OutOfStepError
        found = GitObject(id_, type_, data)
        yield found if is_named_rightly(found) else Unreadable(id_, MISNAMED)


def _opened(
    repository: Repository, id_: str, unheld: _UnheldError, max_size: int
) -> LargeObject | Unreadable:
    """An object that is not held. Git would hold a delta and what it is made from; what it has to
    read is in no place that is known here."""
    size = unheld.size
    if unheld.refused is not None:
        return Unreadable(id_, str(unheld.refused))
    try:
        found = lookup_in(repository.layout, max_size).open(id_)
    except LEFT_TO_GIT:
        return LargeObject(
            id_, size, lambda: named_rightly(id_, size, _printed(repository, id_, size))
        )
    return found if isinstance(found, LargeObject) else Unreadable(id_, "it changed meanwhile")


def _printed(repository: Repository, id_: str, size: int) -> Iterator[bytes]:
    """The content of a blob as git prints it. Raises ``CorruptObjectError``."""
    command, left = ["-c", f"core.bigFileThreshold={LARGE}", "cat-file", "blob", id_], size
    with git_stream(command, repository.folder) as stream:
        while data := stream.output.read(CHUNK):
            left -= len(data)
            yield data
        if reason := stream.failure():
            raise CorruptObjectError(reason)
    if left:
        raise CorruptObjectError("it does not have the size that it announces")
