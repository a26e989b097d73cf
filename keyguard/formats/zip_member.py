"""One member of a ZIP archive: where its packed bytes are, and their content.

The standard library gives nothing of a member with a wrong checksum or with another name in its own
header than in the directory, and nothing beyond the stated length.
"""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator

from keyguard.formats import inflate
from keyguard.formats.format import UNPACK
from keyguard.formats.opening import UnsupportedError
from keyguard.formats.streams import Frames, Opened, decoded, not_installed, opened
from keyguard.formats.zips_in_front import MAGIC
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, Stretch, stretch_of

_LOCAL_HEADER = 30
_FLAGS, _METHOD, _PACKED, _LENGTHS = slice(6, 8), slice(8, 10), slice(18, 22), slice(26, 30)
"""Bytes of the header in front of a member, and where it says how it is packed, how long that is,
and how long its name is and what follows that, two bytes each (APPNOTE.TXT, 4.3.7)."""
_SIZE_FOLLOWS = 8
_SIZE_ELSEWHERE = (1 << 32) - 1
_ZSTD = 93
_STREAMS = {zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "xz", 95: "xz", _ZSTD: "zstd"}
"""What undoes the methods that are neither of these (4.4.5)."""
_LZMA_VERSION, _LZMA_HEADER = 4, 9
"""Bytes in front of the settings of LZMA, and in front of what it packs (5.8.8)."""
_HAS_END_MARK = 2
_UNKNOWN_SIZE = (1 << 64) - 1
_NO_CHECKSUM = 0
"""What is in place of a checksum where a program works none out. The length has to do then."""
_AT_A_TIME = 1 << 16


class ZipMember:
    """Reads one member from beginning to end."""

    def __init__(self, data: Data, entry: zipfile.ZipInfo) -> None:
        """Raises ValueError, and ``UnsupportedError`` with the rest of a sentence about it."""
        at = entry.header_offset
        header = data[at : at + _LOCAL_HEADER] if at >= 0 else b""
        if len(header) < _LOCAL_HEADER or not header.startswith(MAGIC):
            raise ValueError("it has no header")
        lengths = header[_LENGTHS]
        name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        self.start = at + _LOCAL_HEADER + name + extra
        if int.from_bytes(header[_METHOD], "little") != entry.compress_type:
            raise ValueError("its header and the directory say differently how it is packed")
        self.end = self.start + max(entry.compress_size, _stated_size(header))
        """Where its packed bytes end; once all was read, where those end that were unpacked."""
        self._packed = stretch_of(data, self.start, self.end)
        self._entry = entry
        self._opened = _opened(entry.compress_type)
        self.errors: tuple[type[Exception], ...] = (EOFError, ValueError, *inflate.ERRORS)
        """What ``read`` raises."""
        if self._opened:
            self.errors += self._opened.errors
        self.read = Chunks(self._checked()).read

    def _checked(self) -> Iterator[bytes]:
        found = length = 0
        for chunk in self._unpacked():
            found = inflate.checksum(chunk, found)
            length += len(chunk)
            yield chunk
        if self._entry.CRC not in (found, _NO_CHECKSUM):
            raise ValueError("its checksum is wrong")
        if self._entry.CRC == _NO_CHECKSUM and length != self._entry.file_size:
            raise ValueError("its length is wrong")

    def _unpacked(self) -> Iterator[bytes]:
        if self._entry.compress_type == zipfile.ZIP_STORED:
            yield from _as_they_are(self._packed, self.end - self.start)
            return
        if self._entry.compress_type == zipfile.ZIP_DEFLATED:
            decoder = inflate.decoder(inflate.RAW, len(self._packed))
            length = yield from decoded(decoder, self._packed)
        elif self._entry.compress_type == zipfile.ZIP_LZMA:
            length = yield from self._by_lzma()
        else:
            assert self._opened
            frames = Frames(self._packed, self._opened.decoder, self._opened.begins)
            yield from frames.chunks()
            length = frames.end
        self.end = self.start + length

    def _by_lzma(self) -> Generator[bytes, None, int]:
        """In front of it is not what a file of its own has, but that can be put there."""
        assert self._opened
        has_mark = self._entry.flag_bits & _HAS_END_MARK
        size = _UNKNOWN_SIZE if has_mark else self._entry.file_size
        header = bytes(self._packed[_LZMA_VERSION:_LZMA_HEADER]) + size.to_bytes(8, "little")
        decoder = self._opened.decoder()
        decoder.decompress(header)
        return (yield from decoded(decoder, self._packed, _LZMA_HEADER))


def is_empty(data: Data, entry: zipfile.ZipInfo) -> bool:
    """Whether both the directory and the member's own header say that the member is empty."""
    at = entry.header_offset
    header = data[at : at + _LOCAL_HEADER] if at >= 0 else b""
    return not (entry.compress_size or _stated_size(header))


def _stated_size(header: bytes) -> int:
    """Packed bytes of a member as its header has them; 0 if it does not say."""
    size = int.from_bytes(header[_PACKED], "little")
    follows = int.from_bytes(header[_FLAGS], "little") & _SIZE_FOLLOWS
    return 0 if follows or size == _SIZE_ELSEWHERE else size


def _opened(method: int) -> Opened | None:
    """Raises ``UnsupportedError``."""
    if method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return None
    by = opened(_STREAMS[method]) if method in _STREAMS else None
    if by is None and method == _ZSTD:
        raise UnsupportedError(not_installed("zstd").removeprefix("it "))
    if by is None:
        raise UnsupportedError(f"is packed by method {method}, which is not known; {UNPACK}")
    return by


def _as_they_are(packed: Stretch, size: int) -> Iterator[bytes]:
    for position in range(0, len(packed), _AT_A_TIME):
        yield bytes(packed[position : position + _AT_A_TIME])
    if len(packed) < size:
        raise EOFError("it is cut off")
