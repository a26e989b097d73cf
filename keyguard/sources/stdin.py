"""Standard input, and files read like it: a commit message that is being written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from keyguard.model import Blob, Part, Place, Problem, State
from keyguard.model.piece import LARGE, Large
from keyguard.model.refs import COMMIT_MESSAGE
from keyguard.model.source import Item, Source
from keyguard.sources.files import read_regular

PIECE = 1 << 20
"""Bytes of a large stream that are read at a time."""
LARGEST_SIBLING = 1 << 20
"""Bytes of a manifest that are read."""
SCISSORS = b"# ------------------------ >8 ------------------------"
"""Where ``git commit --verbose`` cuts the message off (git-commit(1), --cleanup=scissors)."""


class StdinSource(Source):
    """All of a stream, as if it were a file."""

    def __init__(
        self, stream: IO[bytes], filename: bytes, max_size: int, root: bytes = b"."
    ) -> None:
        """``filename`` is what it would be called below ``root``; ``max_size`` is in bytes."""
        self._root = root
        self._stream = stream
        self._filename = filename
        self._max_size = max_size

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """A file that would be beside it."""
        return read_regular(os.path.join(self._root, path), LARGEST_SIBLING)

    def is_tracked(self, place: Place) -> bool:
        """Whether git tracks the file that it would be."""
        from keyguard.gitrepo.worktree.listing import index_listing  # few streams are env files
        from keyguard.sources.tree import Tree

        repository = Tree.around(os.fsdecode(self._root)).repository
        return repository is not None and index_listing(repository).holds(place)

    def items(self) -> Iterator[Item]:
        """The content, or that there is too much of it."""
        name, limit = self._filename, self._max_size
        place = Place(name, State.STDIN)
        data = self._stream.read(min(limit, LARGE) + 1)
        if len(data) <= min(limit, LARGE):
            yield Blob("stdin", data, (place,))
            return
        try:
            yield from self._large(data, place)
        except OSError as error:
            told = f"it can't be kept in the folder for temporary files: {error.strerror}."
            yield Problem(name, told)

    def _large(self, begun: bytes, place: Place) -> Iterator[Item]:
        """What is longer, kept on disk: what is opened as an archive is read twice. Raises
        ``OSError``."""
        from tempfile import TemporaryFile  # few streams are so long

        limit = self._max_size
        with TemporaryFile() as kept:
            size = kept.write(begun)
            while size <= limit and (data := self._stream.read(PIECE)):
                size += kept.write(data)
            if size > limit:
                told = f"it has over {limit:,} bytes; raise --max-file-size."
                yield Problem(place.path, told)
            else:
                kept.flush()
                yield Large("stdin", size, (place,), partial(_from_beginning, kept))


@contextmanager
def _from_beginning(file: IO[bytes]) -> Iterator[Callable[[int], bytes]]:
    file.seek(0)
    yield file.read


class MessageSource(Source):
    """A commit message in a file, without the comments that git will drop."""

    def __init__(self, path: str) -> None:
        self._path = path

    def items(self) -> Iterator[Item]:
        """The message, or why it can't be read."""
        place = Place(COMMIT_MESSAGE, State.MESSAGE)
        try:
            with open(self._path, "rb") as file:
                message = file.read().partition(SCISSORS)[0]
        except OSError as error:
            yield Problem(os.fsencode(self._path), f"it can't be read: {error.strerror}.")
            return
        lines = [line if not line.startswith(b"#") else b"" for line in message.split(b"\n")]
        yield Blob("message", b"\n".join(lines), (place,), Part.COMMIT)
