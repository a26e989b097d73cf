"""Keeps content that holds something until it is judged; large content waits on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from keyguard.model import Blob, Part
from keyguard.model.digests import blake2b
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.on_disk import Growing, OnDisk

LARGE = 1 << 16
"""Bytes from which content waits on the disk if there is much of it, and is kept as a digest once
it is judged."""
DIGEST = 16
"""Bytes of the digest that stands for large content."""
MOST = 32 << 20
"""Bytes of all content that is kept in memory."""


@lru_cache(maxsize=2)
def digest_of(data: bytes) -> bytes:
    """A digest that stands for large content while what is in it is judged."""
    return blake2b(data, digest_size=DIGEST).digest()


class _Waiting(NamedTuple):
    """A blob, with its data or with where that is."""

    blob: Blob
    stored: OnDisk | None = None

    def whole(self) -> Blob:
        """The blob with its data."""
        return self.blob if self.stored is None else self.blob._replace(data=self.stored[:])


class Held:
    """Blobs in the order in which they came. Whoever goes through them holds one at a time."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._file: Growing | None = None
        self._size = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Blob]:
        return (each.whole() for each in self._waiting)

    def append(self, blob: Blob) -> None:
        """Adds a blob. It stays in memory if the temporary folder has no room."""
        is_large = len(blob.data) > LARGE and blob.part is Part.CONTENT
        self._size += len(blob.data) + blob.inside_size
        if blob.inside_size and self._size > MOST:
            blob = blob._replace(inside=())
        is_too_much = is_large and self._size > MOST
        self._waiting.append(self._put_away(blob) if is_too_much else _Waiting(blob))

    def extend(self, blobs: Iterable[Blob]) -> None:
        """Adds several blobs."""
        for blob in blobs:
            self.append(blob)

    @property
    def heads(self) -> list[Blob]:
        """All blobs, without the data of those that wait on the disk."""
        return [each.blob for each in self._waiting]

    @property
    def is_in_memory(self) -> bool:
        """Whether all of it is in memory.

        A file has one position for all processes, and pieces have to be gone through in a row.
        """
        blobs = (each.blob for each in self._waiting)
        return self._file is None and not any(blob.file or blob.piece for blob in blobs)

    def sort(self) -> None:
        """Sorts blobs that come without a place, so that their order does not depend on how they
        are stored."""
        if not any(each.blob.places for each in self._waiting):
            self._waiting.sort(key=lambda each: each.blob.id)

    def _put_away(self, blob: Blob) -> _Waiting:
        from keyguard.model.on_disk import Growing, NoRoomError  # most runs find nothing large

        try:
            if self._file is None:
                self._file = Growing()
            return _Waiting(blob._replace(data=b""), self._file.add((blob.data,)))
        except NoRoomError:
            return _Waiting(blob)
