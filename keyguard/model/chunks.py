"""Content that comes in chunks of any size, read in parts of a given size."""

from __future__ import annotations

from collections.abc import Iterator


class Chunks:
    """Reads content that comes in chunks of any size."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._chunk = b""
        self._position = 0
        """What of the chunk was read already."""
        self._failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end.

        What the chunks raise is raised once nothing is left to return.
        """
        parts: list[bytes] = []
        while size and self._has_more():
            part = self._chunk[self._position : self._position + size]
            parts.append(part)
            self._position += len(part)
            size -= len(part)
        if self._failure is not None and size and not parts:
            raise self._failure
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _has_more(self) -> bool:
        while self._position >= len(self._chunk) and self._failure is None:
            try:
                self._chunk, self._position = next(self._chunks), 0
            except StopIteration:
                return False
            except Exception as error:
                self._failure = error
        return self._position < len(self._chunk)
