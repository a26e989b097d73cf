"""Loose objects: their ids, and the content of one. Format: gitformat-loose(5)."""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress

from keyguard.gitformat.types import CorruptObjectError, GitObject, too_large
from keyguard.gitrepo.regular_files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_NAME = r"[0-9a-f]{38}|[0-9a-f]{62}"
_TYPES = (b"blob", b"tree", b"commit", b"tag")
_LONGEST_HEADER = 32
"""Bytes, as in git."""
_BLOCK = 1 << 16
"""Bytes read of a file at a time; most have fewer."""


def loose_ids(directory: str) -> set[str]:
    """The id of each loose object. Raises ``OSError`` if a folder can't be listed.

    git may remove the folders meanwhile.
    """
    is_name = re.compile(_NAME).fullmatch
    found: set[str] = set()
    for byte in range(256):
        fan = f"{byte:02x}"
        with suppress(FileNotFoundError, NotADirectoryError):
            names = os.listdir(os.path.join(directory, fan))
            found.update(fan + name for name in names if is_name(name))
    return found


def read_loose(directory: str, id_: str, max_size: int) -> GitObject:
    """A loose object of at most ``max_size`` bytes.

    Raises ``CorruptObjectError`` (``TooLargeError`` if the object is larger), and
    ``FileNotFoundError`` if there is none.
    """
    try:
        with open_loose(directory, id_) as file:
            return _parse(id_, file, max_size)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
    except (zlib.error, MemoryError, OverflowError) as error:
        raise CorruptObjectError("its compressed data is damaged") from error


def open_loose(directory: str, id_: str) -> IO[bytes]:
    """The file of a loose object. Raises ``OSError``."""
    return open(open_regular(os.path.join(directory, id_[:2], id_[2:])), "rb", buffering=0)


def parse_header(inflated: bytes) -> tuple[str, int, int]:
    """The type of an object, its size in bytes, and where its content begins.

    Raises ``CorruptObjectError``.
    """
    header, nul, _ = inflated[:_LONGEST_HEADER].partition(b"\0")
    type_, _, digits = header.partition(b" ")
    if not nul or type_ not in _TYPES or not digits.isdigit() or digits != b"%d" % int(digits):
        raise CorruptObjectError("it has no header")
    return type_.decode("ascii"), int(digits), len(header) + 1


def _parse(id_: str, file: IO[bytes], max_size: int) -> GitObject:
    """Inflates no more than the header announces."""
    inflater = zlib.decompressobj()
    head = inflater.decompress(file.read(_BLOCK), _LONGEST_HEADER)
    type_, size, start = parse_header(head)
    if size > max_size:
        raise too_large(size)
    content = head[start:]
    stored = inflater.unconsumed_tail
    while not inflater.eof and len(content) <= size:
        stored = stored or file.read(max(_BLOCK, size))
        part = inflater.decompress(stored, size + 1 - len(content))
        if not (stored or part):
            raise CorruptObjectError("its compressed data is damaged")
        content += part
        stored = inflater.unconsumed_tail
    if len(content) != size:
        raise CorruptObjectError("it does not have the size that it announces")
    return GitObject(id_, type_, content)
