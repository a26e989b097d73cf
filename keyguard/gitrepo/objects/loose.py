"""Loose objects: which there are, and what one of them holds. Format: gitformat-loose(5)."""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress
from pathlib import Path

from keyguard.gitrepo.objects.types import CorruptObjectError, GitObject

_NAME = re.compile(r"[0-9a-f]{38}|[0-9a-f]{62}")
_HEADER = re.compile(rb"(blob|tree|commit|tag) (0|[1-9][0-9]{0,18})\0")
_LONGEST_HEADER = 32
"""Bytes, as in git."""


def loose_ids(directory: Path) -> set[str]:
    """The id of each loose object. Raises ``OSError`` if a folder can't be listed.

    git may remove the folders while they are read.
    """
    found: set[str] = set()
    for byte in range(256):
        fan = f"{byte:02x}"
        with suppress(FileNotFoundError, NotADirectoryError):
            names = os.listdir(directory / fan)
            found.update(fan + name for name in names if _NAME.fullmatch(name))
    return found


def read_loose(directory: Path, id_: str) -> GitObject:
    """A loose object. Raises ``CorruptObjectError``; ``FileNotFoundError`` if there is none."""
    try:
        data = zlib.decompress((directory / id_[:2] / id_[2:]).read_bytes())
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
    except zlib.error as error:
        raise CorruptObjectError("its compressed data is damaged") from error
    header = _HEADER.match(data, 0, _LONGEST_HEADER)
    if header is None:
        raise CorruptObjectError("it has no header")
    content = data[header.end() :]
    if len(content) != int(header[2]):
        raise CorruptObjectError("it does not have the size that it announces")
    return GitObject(id_, header[1].decode("ascii"), content)
