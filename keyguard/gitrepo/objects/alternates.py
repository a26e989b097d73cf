"""The object folders that a repository borrows from: gitrepository-layout(5), objects/info."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from keyguard.gitrepo.regular_files import read_regular

DEEPEST = 5
"""How many folders may borrow in a chain; git's own limit (object-file.c, link_alt_odb_entry)."""


def with_alternates(directories: Iterable[str], depth: int = 0) -> dict[str, None]:
    """The folders and those they borrow from, each once, with links in their paths resolved."""
    found: dict[str, None] = {}
    for directory in directories:
        found[os.path.realpath(directory)] = None
        try:
            listed = read_regular(os.path.join(directory, "info", "alternates"))
        except OSError as error:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                found[error.filename] = None  # told like a folder that can't be listed
            continue
        if depth < DEEPEST:
            others = [
                os.path.join(directory, os.fsdecode(_unquote(line)))
                for line in listed.splitlines()
                if line and not line.startswith(b"#")
            ]
            found |= with_alternates(others, depth + 1)
    return found


def _unquote(line: bytes) -> bytes:
    """A path that git wrote between quotation marks, as in a C string."""
    if not line.startswith(b'"'):
        return line
    return re.sub(rb"\\(?:([0-7]{3})|(.))", _unescape, line[1:].removesuffix(b'"'))


def _unescape(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes([int(escape[1], 8) & 0xFF])
    return {b"n": b"\n", b"t": b"\t", b"r": b"\r"}.get(escape[2], escape[2])
