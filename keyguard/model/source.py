"""What a source hands to the scan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from keyguard.model import Blob, Place, Problem, Scanned, Skip, State


def submodule(path: bytes) -> Skip:
    """Another repository, which is read when it is named itself."""
    return Skip("another repository (submodule)", path)


Item = Blob | Problem | Skip | Scanned
"""Content; what could not be read; what has no content; and the weight of content that was read
and not handed on, since its source saw already that it holds nothing."""

ReadSibling = Callable[[Place, bytes], "bytes | None"]
"""Reads another file of the snapshot that holds a place; None if there is none."""

IsTracked = Callable[[Place], bool]
"""Whether git tracks the file at a place now."""

Wanted = Callable[[bytes], bool]
ReadBeside = Callable[[Wanted], Iterator[Blob]]
"""The files with a wanted path that a change will stand beside, changed or not. They are there to
compare with: what of them can't be read is left out."""


class Located(NamedTuple):
    """Where blobs stand, by blob id, and what could not be looked through for it."""

    places: Mapping[str, Sequence[Place]]
    problems: tuple[Problem, ...] = ()


Locate = Callable[[Sequence[Blob]], Located]
"""Finds the places of blobs that came without any."""


ListPaths = Callable[[], Iterable["bytes | Problem"]]
"""Lists the path of every file, and what could not be looked through for it."""


def _nothing_beside(place: Place, path: bytes) -> bytes | None:
    return None


def _by_state(place: Place) -> bool:
    return place.state in (State.HEAD, State.INDEX)


def _all_was_read(wanted: Wanted) -> Iterator[Blob]:
    return iter(())


def _nowhere(blobs: Sequence[Blob]) -> Located:
    return Located({})


def _no_paths() -> Iterable[bytes]:
    return ()


class Source(NamedTuple):
    """One input: its content, and how to learn more about the parts of it that matched."""

    items: Iterator[Item]
    locate: Locate = _nowhere
    read_sibling: ReadSibling = _nothing_beside
    is_tracked: IsTracked = _by_state
    read_beside: ReadBeside = _all_was_read
    paths: ListPaths = _no_paths
    """Of content that comes without places."""
    total: int = 0
    """Objects that there are to read; 0 if that is not known."""
    base: Callable[[], Source] | None = None
    """Opens what a change starts from: ``read_beside`` reads its files. None if all is new."""
