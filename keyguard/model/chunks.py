"""Content that comes in chunks of any size, read so many bytes at a time."""

from __future__ import annotations

from collections.abc import Iterator


class Chunks:
    """Reads what comes in chunks of any size."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()
        self._failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer if that is all. What the chunks raise is raised once nothing is
        left to return."""
        while len(self._held) < size and self._failure is None:
            try:
                self._held += next(self._chunks)
            except StopIteration:
                break
            except Exception as error:
                self._failure = error
        if self._failure is not None and not self._held:
            raise self._failure
        data = bytes(memoryview(self._held)[:size])
        del self._held[:size]
        return data
