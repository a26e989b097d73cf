"""What a source hands to the scan, and what it can be asked about the parts that matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from keyguard.model import Blob, Place, Problem, Scanned, Skip, State
from keyguard.model.piece import Large
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.data import Data
    from keyguard.model.report import CacheUse


def submodule(path: bytes) -> Skip:
    """Another repository, which is read when it is named itself."""
    return Skip("another repository (submodule)", path)


LONGEST_POINTER = 4096
"""Bytes of what git tracks in place of content that is kept elsewhere."""


_IN_POINTERS = b"git-lfs", b"annex/objects/", b"hawser", b"git-media"


def may_be_pointer(data: bytes) -> bool:
    """Whether content looks like that of Git LFS or git-annex."""
    return len(data) <= LONGEST_POINTER and any(word in data for word in _IN_POINTERS)


def without_sign(pointer: Blob) -> Blob:
    """The text of a pointer as that of any other file: its further lines may say something."""
    data = pointer.data
    for word in _IN_POINTERS:
        data = data.replace(word, b" " * len(word))
    return pointer.with_other(data)


Item = Blob | Large | Problem | Skip | Scanned
"""Content; what could not be read; what has no content; and the weight of content that was read
and not handed on, since its source saw already that it holds nothing."""

ReadSibling = Callable[[Place, bytes], "bytes | None"]
"""``Source.read_sibling``."""

Wanted = Callable[[bytes], bool]
"""Whether a path is wanted."""


Places = Mapping[str, Sequence[Place]]
"""Where blobs stand, by blob id."""


class Located(NamedTuple):
    """Where blobs stand, and what could not be looked through for it."""

    places: Places
    problems: tuple[Problem, ...] = ()


class Source:
    """One input. A subclass says what it holds, and as much more as it knows."""

    is_change: bool = False
    """Whether it is what somebody brings in, who may have written allow comments for it."""
    is_range: bool = False
    """Whether it is commits, at whose end its ``read_beside`` reads."""
    total: int = 0
    """Objects that there are to read; 0 if that is not known."""

    @property
    def cache_use(self) -> CacheUse | None:
        """What came of a cache, once all was read; None if there is none."""
        return None

    def items(self) -> Iterator[Item]:
        """All that the source holds; asked for once."""
        raise NotImplementedError

    def stored_content(self, pointer: bytes) -> Data | None:
        """What git tracks by this pointer and keeps elsewhere; None if it is none, or not here."""
        return None

    def locate(self, blobs: Sequence[Blob]) -> Located:
        """The places of blobs that came without any."""
        return Located({})

    def standing(self, places: Places) -> Places:
        """Places that it located, with all that refs say of them: of most blobs nobody asks."""
        return places

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the snapshot that holds a place; None if there is none."""
        return None

    def is_tracked(self, place: Place) -> bool:
        """Whether git tracks the file at a place now."""
        return place.state in (State.HEAD, State.INDEX)

    def read_beside(self, wanted: Wanted) -> Iterator[Blob | Large]:
        """The files with a wanted path that a change will stand beside, changed or not.

        They are there to compare with: what of them can't be read is left out.
        """
        return iter(())

    def base(self) -> Source | None:
        """What a change starts from: its ``read_beside`` reads the files. None if all is new."""
        return None

    def paths(self) -> Iterable[bytes | Problem]:
        """The path of every file, of content that comes without places, and what could not be
        looked through for it."""
        return ()
