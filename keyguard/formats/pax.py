"""Tar members whose extended headers are checked before ``tarfile`` reads them.

Before 3.11.10 and 3.12.6, Python takes time and memory by the square of such a header's length
(CVE-2024-6232).
"""

from __future__ import annotations

import tarfile
from typing import Any

from keyguard.model.patterns import lazy_pattern

_RECORD = lazy_pattern(rb"([0-9]{1,10}) [^=\0]{1,1000}=")
"""How many bytes it has up to the end of its line, and what it says something about (pax, "Extended
Header")."""
_NUMBERS = lazy_pattern(rb"[0-9]+")
_LONGEST_NUMBER = 100


class Entry(tarfile.TarInfo):
    """The header of a member."""

    def _proc_pax(self, opened: Any) -> Any:
        """Raises ``tarfile.ReadError``."""
        stream = opened.fileobj
        header = stream.read(self._block(self.size))  # type: ignore[attr-defined]
        if not _is_sound(header):
            raise tarfile.ReadError("an extended header is damaged")
        opened.fileobj = _ReadAlready(header, stream)
        try:
            return super()._proc_pax(opened)  # type: ignore[misc]
        finally:
            opened.fileobj = stream


class _ReadAlready:
    """A stream of which some was read, and is given once more."""

    def __init__(self, data: bytes, stream: Any) -> None:
        self._data = data
        self._stream = stream
        self.tell = stream.tell

    def read(self, size: int) -> bytes:
        data, self._data = self._data, b""
        return data or bytes(self._stream.read(size))


def _is_sound(header: bytes) -> bool:
    """Whether records follow each other up to its end or to what fills it up, and no number is
    long."""
    position, end = 0, len(header.rstrip(b"\0"))
    while position < end:
        record = _RECORD.match(header, position)
        if record is None or int(record[1]) <= len(record[0]):
            return False
        position += int(record[1])
        if header[position - 1 : position] != b"\n":
            return False
    numbers = (len(each[0]) for each in _NUMBERS.finditer(header))
    return max(numbers, default=0) <= _LONGEST_NUMBER
