"""Loose objects: which there are, and what one of them holds. Format: gitformat-loose(5)."""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress

from keyguard.gitformat.types import CorruptObjectError, GitObject, too_large
from keyguard.gitrepo.regular_files import read_regular

_NAME = r"[0-9a-f]{38}|[0-9a-f]{62}"
_TYPES = (b"blob", b"tree", b"commit", b"tag")
_LONGEST_HEADER = 32
"""Bytes, as in git."""


def loose_ids(directory: str) -> set[str]:
    """The id of each loose object. Raises ``OSError`` if a folder can't be listed.

    git may remove the folders while they are read.
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

    Raises ``CorruptObjectError``; ``FileNotFoundError`` if there is none.
    """
    try:
        return _parse(id_, read_regular(os.path.join(directory, id_[:2], id_[2:])), max_size)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
    except (zlib.error, MemoryError, OverflowError) as error:
        raise CorruptObjectError("its compressed data is damaged") from error


def _parse(id_: str, stored: bytes, max_size: int) -> GitObject:
    """Inflates no more than the header announces."""
    inflater = zlib.decompressobj()
    header, nul, content = inflater.decompress(stored, _LONGEST_HEADER).partition(b"\0")
    type_, _, digits = header.partition(b" ")
    if not nul or type_ not in _TYPES or not digits.isdigit() or digits != b"%d" % int(digits):
        raise CorruptObjectError("it has no header")
    size = int(digits)
    if size > max_size:
        raise too_large(size)
    if not inflater.eof and len(content) <= size:
        content += inflater.decompress(inflater.unconsumed_tail, size + 1 - len(content))
    if not inflater.eof and len(content) <= size:
        raise CorruptObjectError("its compressed data is damaged")
    if len(content) != size:
        raise CorruptObjectError("it does not have the size that it announces")
    return GitObject(id_, type_.decode("ascii"), content)
