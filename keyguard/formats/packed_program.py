"""Programs that are compressed, or have packed files behind the code that unpacks them."""

from __future__ import annotations

from keyguard.formats.archive import Archive
from keyguard.formats.recognise import is_program

_SECTOR = 512
"""NSIS begins its header at a multiple of so many bytes, with flags in front of the signature."""
_FLAGS = 4
_HEAD = 4096
"""Bytes in which UPX names itself: behind the headers of the program."""


def is_upx(archive: Archive) -> bool:
    """Whether content is a program that says near its beginning that it is compressed."""
    return is_program(archive.data) and archive.format.magic in archive.data[:_HEAD]


def is_packed_module(archive: Archive) -> bool:
    """Whether content is a program, and not a source of Cython's, which has the same message."""
    return is_program(archive.data)


def is_nsis(archive: Archive) -> bool:
    """Whether content is a Windows program with an installer's header behind it."""
    at = archive.data.find(archive.format.magic)
    return archive.data.startswith(b"MZ") and (at - _FLAGS) % _SECTOR == 0


def is_inno_setup(archive: Archive) -> bool:
    """Whether content is a Windows program."""
    return archive.data.startswith(b"MZ")
