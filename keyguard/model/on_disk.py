"""Content that is too large to be held, and has to be read in any order: it is put on the disk."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import IO, overload

Again = Callable[[], Iterable[Iterable[bytes]]]
"""Gives the parts of each copy of some content from its beginning. It travels to other processes,
and a copy that can't be read raises ``OSError``."""
WINDOW = 1 << 16
"""Bytes read at a time where fewer are asked for."""
SEARCHED = 1 << 20
"""Bytes searched at a time."""


class OnDisk:
    """Bytes in a file without a name, which is gone once nobody needs it. Whoever reads them may
    get an ``OSError``."""

    def __init__(self, parts: Iterable[bytes], again: Again | None = None) -> None:
        """``again`` gives them once more, to the process that it travels to, if any.

        Raises ``OSError`` if there is no room in the temporary folder, and what the ``parts``
        raise.
        """
        self._window, self._start = b"", 0
        self._again = again
        self._file: IO[bytes] | None = None
        self._size = self._fill(parts)

    def __reduce__(self) -> tuple[type[_Travelled], tuple[Again | None, int]]:
        return _Travelled, (self._again, self._size)

    def _fill(self, parts: Iterable[bytes]) -> int:
        from tempfile import TemporaryFile  # few contents are so large

        self._file = TemporaryFile()  # noqa: SIM115 - open as long as this is
        size = sum(map(self._file.write, parts))
        self._file.flush()
        return size

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
        end = self._size if key.stop is None else min(key.stop, self._size)
        return self._read(key.start or 0, end)

    def find(self, wanted: bytes, start: int = 0, end: int | None = None) -> int:
        """As of bytes."""
        end = self._size if end is None else min(end, self._size)
        while start < end:
            part = self._read(start, min(end, start + SEARCHED))
            found = part.find(wanted)
            if found >= 0:
                return start + found
            start += max(1, SEARCHED - len(wanted) + 1)
        return -1

    def opened(self, start: int = 0) -> io.BufferedReader:
        """A file of these bytes with a position of its own, which is ``start`` at first."""
        return io.BufferedReader(_View(self, start))

    def _read(self, start: int, end: int) -> bytes:
        first = start - self._start
        if first >= 0 and end - self._start <= len(self._window):
            return self._window[first : end - self._start]
        if end - start > WINDOW:
            return self._from_file(start, end)
        self._window, self._start = self._from_file(start, start + WINDOW), start
        return self._window[: max(0, end - start)]

    def _from_file(self, start: int, end: int) -> bytes:
        assert self._file is not None
        self._file.seek(start, os.SEEK_SET)
        return self._file.read(end - start)


class _Travelled(OnDisk):
    """The same in another process, which reads it anew if it needs it."""

    def __init__(self, again: Again | None, size: int) -> None:
        super().__init__((), again)
        self._size = size
        self._file = None

    def _from_file(self, start: int, end: int) -> bytes:
        if self._file is None:
            self._read_again()
        return super()._from_file(start, end)

    def _read_again(self) -> None:
        failure = OSError("nothing is left of it")
        for parts in self._again() if self._again else ():
            try:
                if self._fill(parts) == self._size:
                    return
            except OSError as error:
                failure = error
        self._file = None
        raise failure


class _View(io.RawIOBase):
    def __init__(self, content: OnDisk, position: int) -> None:
        super().__init__()
        self._content = content
        self._position = position

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: len(self._content)}
        position = origin[whence] + offset
        if position < 0:
            raise OSError("there is nothing in front of the beginning")
        self._position = position
        return position

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        data = self._content[self._position : self._position + len(room)]
        room[: len(data)] = data
        self._position += len(data)
        return len(data)
