"""Databases of hyperscan, kept in the user's cache: to compile one takes longer than a small scan.

A database is code, and one without patterns would find nothing. So it is only taken from where
nobody else can have put it: not from a work tree, which may be a stranger's, and not from a folder
or a file of another user.
"""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import hyperscan

ANY_CASE = hyperscan.HS_FLAG_CASELESS
ONCE = hyperscan.HS_FLAG_SINGLEMATCH
"""Flags of a pattern whose matches are reported once, wherever the first ends."""
GUESSED = (
    ONCE
    | hyperscan.HS_FLAG_PREFILTER
    | hyperscan.HS_FLAG_ALLOWEMPTY
    | hyperscan.HS_FLAG_DOTALL
    | hyperscan.HS_FLAG_MULTILINE
)
"""Flags of an expression that may match more than it says, but no less."""
CompileError = hyperscan.error
Database = hyperscan.Database
SUFFIX = ".hsdb"
KEPT = 30 * 24 * 3600
"""Seconds that a database is kept for, so that older versions leave nothing behind."""

Row = tuple[bytes, int]
"""A pattern and its flags."""


def database(rows: Sequence[Row]) -> hyperscan.Database:
    """The database of these patterns, ready to scan. Raises ``CompileError``."""
    folder = _folder()
    if folder is None:
        return _compile(rows)
    path = folder / (_digest(rows) + SUFFIX)
    found = _load(path)
    if found is None:
        found = _compile(rows)
        with suppress(OSError):
            _store(path, hyperscan.dumpb(found))
    return found


def compiles(row: Row) -> bool:
    """Whether hyperscan knows all that a pattern is made of."""
    try:
        _compile([row])
    except CompileError:
        return False
    return True


def has_match(patterns: hyperscan.Database, data: bytes) -> bool:
    """Whether any of the patterns is in ``data``."""
    try:
        patterns.scan(data, match_event_handler=_stop)
    except hyperscan.ScanTerminated:
        return True
    return False


def _stop(id_: int, start: int, end: int, flags: int, context: object) -> bool:
    return True


def _compile(rows: Sequence[Row]) -> hyperscan.Database:
    made = hyperscan.Database()
    made.compile(expressions=[pattern for pattern, _ in rows], flags=[flags for _, flags in rows])
    return made


def _digest(rows: Sequence[Row]) -> str:
    """What distinguishes one database from another; one of another version can't be loaded."""
    described = repr((platform.machine(), list(rows)))
    return hashlib.sha256(described.encode("ascii")).hexdigest()


def _folder() -> Path | None:
    from platformdirs import user_cache_path

    named = user_cache_path("keyguard", appauthor=False)
    folder = Path(os.path.realpath(named))
    is_safe = named.is_absolute() and not any(
        os.path.exists(parent / ".git")  # what may not be looked into is no error
        for parent in (folder, *folder.parents)
    )
    return folder if is_safe else None


def _load(path: Path) -> hyperscan.Database | None:
    """The database in a file; None if there is none that can be trusted and read."""
    try:
        if not all(map(_is_ours, (path.parent, path))):
            return None
        found = hyperscan.loadb(path.read_bytes(), mode=hyperscan.HS_MODE_BLOCK)
        found.scratch = hyperscan.Scratch(found)
    except (OSError, hyperscan.HyperscanError):
        return None
    return found


def _is_ours(path: Path) -> bool:
    """Whether nobody else can write there, where the system says so."""
    status = path.stat()
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _store(path: Path, content: bytes) -> None:
    """Puts a file there as a whole, and removes what was not needed for long."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(written, path)
    except OSError:
        os.unlink(written)
        raise
    for other in path.parent.glob("*" + SUFFIX):
        if other.stat().st_mtime < time.time() - KEPT:
            other.unlink()
