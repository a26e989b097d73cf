"""Content that is too large to be held, and has to be read in any order: it is on the disk."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO, overload

Again = Callable[[], Iterable[Iterable[bytes]]]
"""Gives the parts of each copy of some content from its beginning. It travels to other processes,
and a copy that can't be read raises ``OSError``."""
WINDOW = 1 << 16
"""Bytes read at a time where fewer are asked for."""
SEARCHED = 1 << 20
"""Bytes searched at a time."""


class NoRoomError(OSError):
    """Content can't be put into the temporary folder; the text says why and what to do, as a
    sentence without a full stop."""

    def __init__(self, reason: str) -> None:
        """``reason`` is what the system says."""
        super().__init__(
            f"it can't be copied to the temporary folder ({reason}); name one with more room in "
            "TMPDIR, or exclude it"
        )
        self.reason = reason


class OnDisk:
    """Bytes in a file, by default one without a name, which is gone once nobody needs it. Whoever
    reads them may get an ``OSError``."""

    def __init__(self, parts: Iterable[bytes] = (), again: Again | None = None) -> None:
        """``again`` gives them once more, to the process that it travels to, if any.

        Raises ``NoRoomError``, and what the ``parts`` raise.
        """
        self._begin(self._fill(parts))
        self._again = again

    def _begin(self, size: int) -> None:
        self._size = size
        self._window, self._start = b"", 0
        self._known: dict[bytes, bool] = {}

    def __reduce__(self) -> tuple[type[OnDisk], tuple[object, ...]]:
        return _Travelled, (self._again, self._size)

    def _fill(self, parts: Iterable[bytes], held: int = 0) -> int:
        self._file = _temporary_file(held)
        size = sum(_written(self._file, part) for part in parts)
        _written(self._file, b"")
        return size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, key: int, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...
    def __getitem__(self, key: int | slice, /) -> int | bytes:
        """As of bytes, but for steps, which nobody asks for."""
        if isinstance(key, int):
            return self._read(*slice(key, key + 1 or None).indices(self._size)[:2])[0]
        return self._read(*key.indices(self._size)[:2])

    def __contains__(self, wanted: bytes) -> bool:
        """As of bytes; what was asked for once is known."""
        self.look_for((wanted,))
        return self._known[wanted]

    def look_for(self, words: Iterable[bytes]) -> None:
        """Finds out which of these are there, reading it once."""
        left = {word for word in words if word not in self._known}
        self._known.update(dict.fromkeys(left, False))
        longest = max(map(len, left), default=0)
        for start in range(0, self._size, SEARCHED):
            part = self._read(start, min(self._size, start + SEARCHED + longest))
            seen = {word for word in left if word in part}
            self._known.update(dict.fromkeys(seen, True))
            left -= seen
            if not left:
                return

    def startswith(self, wanted: bytes | tuple[bytes, ...], start: int = 0) -> bool:
        """As of bytes."""
        longest = len(wanted) if isinstance(wanted, bytes) else max(map(len, wanted), default=0)
        return self[start : start + longest].startswith(wanted)

    def endswith(self, wanted: bytes) -> bool:
        """As of bytes."""
        return self[max(0, self._size - len(wanted)) :] == wanted

    def find(self, wanted: bytes, start: int = 0, end: int | None = None) -> int:
        """As of bytes."""
        end = self._size if end is None else min(end, self._size)
        if 0 <= start - self._start < len(self._window):
            found = self._window.find(wanted, start - self._start, end - self._start)
            if found >= 0:
                return self._start + found
            start = max(start, self._start + len(self._window) - len(wanted) + 1)
        while start < end:
            part = self._read(start, min(end, start + SEARCHED))
            found = part.find(wanted)
            if found >= 0:
                if len(part) > WINDOW:  # which is not kept: the next match may be near
                    self._window, self._start = part[found : found + WINDOW], start + found
                return start + found
            start += max(1, SEARCHED - len(wanted) + 1)
        return -1

    def rfind(self, wanted: bytes) -> int:
        """As of bytes."""
        for start in range((self._size - 1) // SEARCHED * SEARCHED, -1, -SEARCHED):
            part = self._read(start, min(self._size, start + SEARCHED + len(wanted)))
            found = part.rfind(wanted)
            if found >= 0:
                return start + found
        return -1

    def opened(self, start: int = 0) -> io.BufferedReader:
        """A file of these bytes with a position of its own, which is ``start`` at first."""
        return io.BufferedReader(_View(self, start))

    def parts(self) -> Iterator[bytes]:
        """All bytes, from the beginning to the end."""
        return (self._read(start, start + SEARCHED) for start in range(0, self._size, SEARCHED))

    def _read(self, start: int, end: int) -> bytes:
        first = start - self._start
        if first >= 0 and end - self._start <= len(self._window):
            return self._window[first : max(0, end - self._start)]
        end = min(end, self._size)
        if end - start > WINDOW:
            return self.from_file(start, end)
        self._window, self._start = self.from_file(start, min(self._size, start + WINDOW)), start
        return self._window[: max(0, end - start)]

    def from_file(self, start: int, end: int) -> bytes:
        """The bytes between two positions that are in order, as the file has them now."""
        self._file.seek(start)
        return self._file.read(end - start)


class OfFile(OnDisk):
    """The bytes of a file that is there already: open only while it is read, so that there can be
    any number."""

    def __init__(self, open_file: Callable[[], int], size: int) -> None:
        """``open_file`` gives a descriptor; it is as long as it was then."""
        self._open = open_file
        self._begin(size)

    def __reduce__(self) -> tuple[type[OnDisk], tuple[object, ...]]:
        return OfFile, (self._open, self._size)

    def from_file(self, start: int, end: int) -> bytes:
        """The bytes between two positions that are in order, as the file has them now."""
        with open(self._open(), "rb", buffering=0) as file:
            file.seek(start)
            return file.read(end - start)


class Part(OnDisk):
    """Some bytes of what is on the disk."""

    def __init__(self, whole: OnDisk, start: int, end: int) -> None:
        self._whole, self._first = whole, start
        self._begin(end - start)

    def from_file(self, start: int, end: int) -> bytes:
        """The bytes between two positions that are in order, as the whole has them now."""
        return self._whole.from_file(self._first + start, self._first + end)


class Growing(OnDisk):
    """What is put one behind the other, to be read again in any order."""

    def __init__(self, parts: Iterable[bytes] = (), held: int = 0) -> None:
        """No more than ``held`` bytes are in memory, and on the disk only if there are more."""
        self._again = None
        self._begin(self._fill(parts, held))

    def add(self, parts: Iterable[bytes | memoryview]) -> OnDisk:
        """These bytes, on the disk. Raises ``NoRoomError``, and what the ``parts`` raise."""
        start = end = self._size
        for part in parts:  # which may be made from what is there
            self._file.seek(end)
            end += _written(self._file, part)
        _written(self._file, b"")
        self._size = end
        return Part(self, start, end)


def _temporary_file(held: int) -> IO[bytes]:
    from tempfile import SpooledTemporaryFile, TemporaryFile  # most runs need none

    try:
        return SpooledTemporaryFile(held) if held else TemporaryFile()  # open while it is needed
    except OSError as error:
        raise no_room(error) from error


def _written(file: IO[bytes], data: bytes | memoryview) -> int:
    """Writes the data, if any, or else all that was not written yet."""
    try:
        return file.write(data) if data else file.flush() or 0
    except OSError as error:
        raise no_room(error) from error


def no_room(error: OSError) -> NoRoomError:
    """What to raise where the temporary folder takes no more."""
    return NoRoomError(error.strerror or str(error))


class _Travelled(OnDisk):
    """What was sent to another process, which reads it anew if it needs it."""

    def __init__(self, again: Again | None, size: int) -> None:
        self._again = again
        self._begin(size)
        self._is_read = False

    def from_file(self, start: int, end: int) -> bytes:
        """The bytes between two positions; raises ``OSError`` if they can't be read again."""
        if not self._is_read:
            self._read_again()
        return super().from_file(start, end)

    def _read_again(self) -> None:
        failure = OSError("nothing is left of it")
        for parts in self._again() if self._again else ():
            try:
                if self._fill(parts) == self._size:
                    self._is_read = True
                    return
            except OSError as error:
                failure = error
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
