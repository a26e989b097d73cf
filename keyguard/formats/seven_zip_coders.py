"""Decoders for the ways in which 7z packs (Methods.txt of the LZMA SDK), which are chained."""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from keyguard.formats import inflate
from keyguard.formats.format import UNPACK
from keyguard.formats.opening import UnsupportedError
from keyguard.formats.pieces import GIVEN
from keyguard.formats.seven_zip_header import Coder
from keyguard.formats.streams import not_installed, opened

MEMORY = 256 << 20
"""Bytes of all dictionaries of a folder together."""
ERRORS: tuple[type[Exception], ...] = (lzma.LZMAError, OSError, ValueError, *inflate.ERRORS)
"""The exceptions for damaged packed bytes."""
_CHUNK = 1 << 16
"""Bytes of a chunk of LZMA2."""
_LZMA, _LZMA2, _DELTA = b"\3\1\1", b"\x21", b"\3"
_DEFLATE, _BZIP2, _ZSTD = b"\4\1\x08", b"\4\2\2", b"\4\xf7\x11\1"
_ENCRYPTION = b"\6\xf1"
_BRANCHES = {
    b"\3\3\1\3": lzma.FILTER_X86, b"\3\3\2\5": lzma.FILTER_POWERPC,
    b"\3\3\4\1": lzma.FILTER_IA64, b"\3\3\5\1": lzma.FILTER_ARM,
    b"\3\3\7\1": lzma.FILTER_ARMTHUMB, b"\3\3\x08\5": lzma.FILTER_SPARC,
    b"\4": lzma.FILTER_X86, b"\5": lzma.FILTER_POWERPC, b"\6": lzma.FILTER_IA64,
    b"\7": lzma.FILTER_ARM, b"\x08": lzma.FILTER_ARMTHUMB, b"\x09": lzma.FILTER_SPARC,
}  # fmt: skip
"""Jumps of programs, whose targets were made absolute."""

Undo = Callable[[Iterable[bytes]], Iterator[bytes]]


def undone(packed: Iterable[bytes], coders: Sequence[Coder]) -> Iterator[bytes]:
    """The content of packed bytes.

    Raises ``UnsupportedError`` at once, and later EOFError and what ``ERRORS`` lists.
    """
    if any(coder.method.startswith(_ENCRYPTION) for coder in coders):
        raise UnsupportedError("is encrypted; decrypt it, or exclude the archive")
    if not coders:
        raise UnsupportedError(f"is packed in several streams, which is not undone; {UNPACK}")
    steps = [_step(coder) for coder in coders]
    if sum(map(_dictionary, coders)) > MEMORY:
        raise UnsupportedError(f"takes too much memory to unpack; {UNPACK}")
    content: Iterable[bytes] = packed
    for step in steps:
        content = step(content)
    return iter(content)


def _dictionary(coder: Coder) -> int:
    """Bytes of its dictionary: more than it unpacks to are never touched."""
    if coder.method == _LZMA:
        size = int.from_bytes(coder.properties[1:5], "little")
    elif coder.method == _LZMA2:
        size = _lzma2_dictionary(coder)
    else:
        return 0
    return min(size, coder.size)


def _step(coder: Coder) -> Undo:
    """Raises ``UnsupportedError``, and ValueError if its properties make no sense."""
    method = coder.method
    if not method.strip(b"\0"):
        return iter
    if method == _LZMA:
        return _lzma(coder)
    if method == _LZMA2:
        size = max(1 << 12, min(_lzma2_dictionary(coder), coder.size))
        return partial(_decoded, partial(_raw, {"id": lzma.FILTER_LZMA2, "dict_size": size}))
    if method == _DEFLATE:
        return partial(_decoded, partial(inflate.decoder, inflate.RAW, coder.size))
    if method == _BZIP2:
        return partial(_decoded, bz2.BZ2Decompressor, in_frames=True)
    if method == _ZSTD:
        by = opened("zstd")
        if by is None:
            raise UnsupportedError(not_installed("zstd").removeprefix("it "))
        return partial(_decoded, by.decoder, in_frames=True)
    if method == _DELTA and len(coder.properties) == 1:
        return partial(_filtered, {"id": lzma.FILTER_DELTA, "dist": coder.properties[0] + 1})
    if method in _BRANCHES:
        return partial(_filtered, {"id": _BRANCHES[method]})
    raise UnsupportedError(f"is packed by method {method.hex()}, which is not known; {UNPACK}")


def _lzma(coder: Coder) -> Undo:
    """In front of it is not what a file of its own has, but that can be put there."""
    if len(coder.properties) != 5:
        raise ValueError("its properties are none of LZMA")
    dictionary = max(1 << 12, _dictionary(coder)).to_bytes(4, "little")
    header = coder.properties[:1] + dictionary + coder.size.to_bytes(8, "little")

    def undo(packed: Iterable[bytes]) -> Iterator[bytes]:
        decoder = partial(lzma.LZMADecompressor, lzma.FORMAT_ALONE)
        yield from _decoded(decoder, chain([header], packed))

    return undo


def _lzma2_dictionary(coder: Coder) -> int:
    """Bytes, as one byte says: two or three times a power of two. Raises ValueError."""
    if len(coder.properties) != 1 or coder.properties[0] > 40:
        raise ValueError("its properties are none of LZMA2")
    bits = coder.properties[0]
    return (1 << 32) - 1 if bits == 40 else (2 | bits & 1) << bits // 2 + 11


def _raw(*filters: dict[str, Any]) -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)


def _decoded(
    open_decoder: Callable[[], Any], packed: Iterable[bytes], in_frames: bool = False
) -> Iterator[bytes]:
    """What a packed stream unpacks to, which may be several ``in_frames`` behind each other. Raises
    EOFError if it is cut off, and ValueError if there is more behind it."""
    parts = iter(packed)
    decoder, part = open_decoder(), next(parts, b"")
    while part:
        yield from _given(decoder, part)
        if not decoder.eof:
            part = next(parts, b"")
            continue
        part = decoder.unused_data or next(parts, b"")
        if not part:
            return
        if not in_frames:
            raise ValueError("there is more behind it")
        decoder = open_decoder()
    raise EOFError("it is cut off")


def _given(decoder: Any, part: bytes) -> Iterator[bytes]:
    """What a decoder makes of a part of its stream."""
    while not decoder.eof:
        chunk = decoder.decompress(part, GIVEN)
        if chunk:
            yield chunk
        part = getattr(decoder, "unconsumed_tail", b"")  # zlib; the others keep it
        if not part and getattr(decoder, "needs_input", len(chunk) < GIVEN):
            return


def _filtered(undo: dict[str, Any], content: Iterable[bytes]) -> Iterator[bytes]:
    """liblzma undoes these only where LZMA2 follows: chunks of that which are not packed."""
    return _decoded(
        partial(_raw, undo, {"id": lzma.FILTER_LZMA2, "dict_size": _CHUNK}), _stored(content)
    )


def _stored(content: Iterable[bytes]) -> Iterator[bytes]:
    """Content as LZMA2 that is not packed (xz's ``lzma2_decoder.c``): the first chunk resets the
    dictionary, and of each the size follows, less one."""
    kind = b"\1"
    for part in content:
        for at in range(0, len(part), _CHUNK):
            chunk = part[at : at + _CHUNK]
            yield kind + (len(chunk) - 1).to_bytes(2, "big") + chunk
            kind = b"\2"
    yield b"\0"
