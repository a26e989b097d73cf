"""Standard input, and files read like it: a commit message that is being written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import IO

from keyguard.model import Blob, Part, Place, Problem, State
from keyguard.model.on_disk import NoRoomError
from keyguard.model.piece import large_file
from keyguard.model.refs import COMMIT_MESSAGE
from keyguard.model.source import Item, Source
from keyguard.sources.files import read_regular, too_much, up_to

PIECE = 1 << 20
"""Bytes of the stream that are read at a time."""
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
        place = Place(self._filename, State.STDIN)
        try:
            content = up_to(iter(partial(self._stream.read, PIECE), b""), self._max_size)
        except NoRoomError as error:
            yield Problem(place.path, f"{error}.")
            return
        if content is None:
            yield too_much(place.path, self._max_size)
        elif isinstance(content, bytes):
            yield Blob("stdin", content, (place,))
        else:
            yield large_file("stdin", content, (place,))


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
