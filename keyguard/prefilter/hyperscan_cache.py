"""Databases of hyperscan in the user's cache: compiling one takes longer than a small scan.

A database is code, and one without patterns would find nothing, so it is only taken from where
nobody else can have put it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import hyperscan

from keyguard.model.at_once import AT_ONCE
from keyguard.model.digests import blake2b
from keyguard.prefilter.select import KEPT_AS
from keyguard.storage.user_cache import cache_folder, read_kept, store

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

DIGEST = 32
"""Bytes of the digest of a database's patterns."""

Row = tuple[bytes, int]
"""A pattern and its flags."""
Accepts = Callable[[int, int], bool]
"""Whether a match counts, by the number of the pattern and where it ends."""


def _any_of(expressions: Sequence[bytes]) -> Callable[[bytes], bool]:
    """Looks for all of some expressions in one pass."""
    return partial(has_match, database([(each, ONCE) for each in expressions]))


AT_ONCE.compile = _any_of


def database(rows: Sequence[Row]) -> hyperscan.Database:
    """The database of these patterns, ready to scan. Raises ``CompileError``."""
    folder = cache_folder()
    if folder is None:
        return _compile(rows)
    path = os.path.join(folder, _digest(rows) + KEPT_AS)
    found = _load(path)
    if found is None:
        found = _compile(rows)
        with suppress(OSError):
            store(path, hyperscan.dumpb(found))
    return found


def compiles(row: Row) -> bool:
    """Whether hyperscan supports everything in a pattern."""
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


def first_match(
    patterns: hyperscan.Database, data: bytes, least: int, accepts: Accepts | None
) -> set[int]:
    """The number of the pattern, from ``least`` on, that matches first in ``data``, if any."""
    found: set[int] = set()

    def is_one_of_them(id_: int, start: int, end: int, flags: int, context: object) -> bool:
        if id_ >= least and (accepts is None or accepts(id_, end)):
            found.add(id_)
        return bool(found)

    with suppress(hyperscan.ScanTerminated):
        patterns.scan(data, match_event_handler=is_one_of_them)
    return found


def ids_in(patterns: hyperscan.Database, data: bytes, accepts: Accepts | None = None) -> set[int]:
    """The numbers of the patterns that are in ``data``."""
    found: set[int] = set()

    def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
        if id_ not in found and (accepts is None or accepts(id_, end)):
            found.add(id_)

    patterns.scan(data, match_event_handler=note)
    return found


def _stop(id_: int, start: int, end: int, flags: int, context: object) -> bool:
    return True


def _compile(rows: Sequence[Row]) -> hyperscan.Database:
    made = hyperscan.Database()
    made.compile(expressions=[pattern for pattern, _ in rows], flags=[flags for _, flags in rows])
    return made


def _digest(rows: Sequence[Row]) -> str:
    """What distinguishes one database from another; one of another version can't be loaded."""
    described = repr((_machine(), list(rows)))
    return blake2b(described.encode("ascii"), digest_size=DIGEST).hexdigest()


def _machine() -> str:
    """Whose code a database is."""
    if hasattr(os, "uname"):
        return os.uname().machine
    import platform  # loads much

    return platform.machine()


def _load(path: str) -> hyperscan.Database | None:
    """The database in a file; None if there is none that can be trusted and read."""
    try:
        kept = read_kept(path)
        if kept is None:
            return None
        found = hyperscan.loadb(kept, mode=hyperscan.HS_MODE_BLOCK)
        found.scratch = hyperscan.Scratch(found)
    except (OSError, hyperscan.HyperscanError):
        return None
    return found
