"""Content that is too large to be held, and has to be read in any order: it is put on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO, overload

from keyguard.gitformat.types import CorruptObjectError

WINDOW = 1 << 16
"""Bytes read at a time where fewer are asked for."""


class OnDisk:
    """Bytes in a file without a name, which is gone once nobody needs it."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        """Raises ``CorruptObjectError``, also what the ``parts`` raise."""
        self._size = 0
        self._window, self._start = b"", 0
        try:
            self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - open as long as this is
            for part in parts:
                self._file.write(part)
                self._size += len(part)
            self._file.flush()
        except OSError as error:
            raise CorruptObjectError(
                f"it can't be put together in the temporary folder ({error.strerror}); name one "
                "with more room in TMPDIR"
            ) from error

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, key: int, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...
    def __getitem__(self, key: int | slice, /) -> int | bytes:
        """As of bytes, but for negative numbers and steps, which nobody asks for."""
        if isinstance(key, int):
            return self._read(key, key + 1)[0]
        return self._read(key.start, min(key.stop, self._size))

    def _read(self, start: int, end: int) -> bytes:
        """Raises ``CorruptObjectError`` if the file can't be read."""
        first = start - self._start
        if first >= 0 and end - self._start <= len(self._window):
            return self._window[first : end - self._start]
        if end - start > WINDOW:
            return self._from_file(start, end)
        self._window, self._start = self._from_file(start, start + WINDOW), start
        return self._window[: end - start]

    def _from_file(self, start: int, end: int) -> bytes:
        try:
            self._file.seek(start, os.SEEK_SET)
            return self._file.read(end - start)
        except OSError as error:
            raise CorruptObjectError(
                f"its temporary file can't be read ({error.strerror})"
            ) from error
