"""Standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import IO

from keyguard.model import Blob, Place, Problem, State
from keyguard.model.on_disk import NoRoomError
from keyguard.model.piece import large_file
from keyguard.model.source import Item, Source
from keyguard.sources.files import read_regular, too_much, up_to

PIECE = 1 << 20
"""Bytes of the stream read at a time."""
LARGEST_SIBLING = 1 << 20
"""Bytes of a manifest that are read at most."""


class StdinSource(Source):
    """The content of standard input, as if it were a file."""

    def __init__(self, stream: IO[bytes], filename: bytes, max_size: int, root: bytes) -> None:
        """``filename`` is what it would be called below ``root``; ``max_size`` is in bytes."""
        self._root = root
        self._stream = stream
        self._filename = filename
        self._max_size = max_size

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """A file beside the path that the input was given."""
        return read_regular(os.path.join(self._root, path), LARGEST_SIBLING)

    def is_tracked(self, place: Place) -> bool:
        """Whether git tracks the path that the input was given."""
        from keyguard.gitrepo.worktree.listing import index_listing  # few streams are env files
        from keyguard.sources.tree import Tree

        repository = Tree.around(os.fsdecode(self._root)).repository
        return repository is not None and index_listing(repository).holds(place)

    def items(self) -> Iterator[Item]:
        """The content, or the problem that there is too much of it."""
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
