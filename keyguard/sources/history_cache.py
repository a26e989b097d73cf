"""The file in the user's cache that says which packs of a repository were read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.memory import stored_listing
from keyguard.gitrepo.memory.packs_read import PacksRead
from keyguard.gitrepo.memory.stored import as_bytes, from_bytes
from keyguard.gitrepo.provenance.refs import Refs
from keyguard.model.record import NamedTuple
from keyguard.storage.user_cache import read_kept, store

SUFFIX = ".history"
LISTING = ".commits"
_NAME = 40
"""Digits of a digest; what is read does not depend on it."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one cache file; a larger one is not kept."""
TOGETHER = 256 * 1024 * 1024
"""Bytes of all cache files together; beyond that the oldest are removed."""


class Recalled(NamedTuple):
    """What earlier runs have left in the cache, or why that can't be used."""

    known: PacksRead | None
    reason: str = ""


class HistoryCache:
    """The cache of one repository, for one version, set of rules and settings."""

    def __init__(self, folder: str, object_folders: Sequence[str], key: str) -> None:
        """``key`` stands for all that decides what is found."""
        named = "\0".join([key, *map(os.path.realpath, object_folders)])
        digest = hashlib.sha256(os.fsencode(named)).hexdigest()
        self._path = Path(folder, digest[:_NAME] + SUFFIX)

    def recall(self) -> Recalled:
        """The kept knowledge, if nobody else can have written it and it is undamaged."""
        try:
            data = read_kept(self._path)
        except FileNotFoundError:
            return Recalled(None, "it has nothing of this repository, version, rules and settings")
        except OSError as error:
            return Recalled(None, f"its file can't be read ({error.strerror})")
        if data is None:
            return Recalled(None, "others can write its file")
        try:
            return Recalled(from_bytes(data))
        except ValueError:
            return Recalled(None, "its file is damaged")

    def keep(self, known: PacksRead, id_length: int, secret: Collection[bytes]) -> str:
        """Keeps what is known, in place of what was. Returns why that was not possible; else
        nothing."""
        content = as_bytes(known, id_length, secret)
        if len(content) > LARGEST:
            return f"it would take {len(content):,} bytes"
        try:
            store(self._path, content, TOGETHER)
        except OSError as error:
            return f"its file can't be written ({error.strerror})"
        return ""

    def recall_commits(self, refs: Refs) -> CommitListing | None:
        """The commits that refs led to when they were last listed.

        None if the refs were others, or if the file can't be trusted.
        """
        path = self._path.with_suffix(LISTING)
        try:
            data = read_kept(path)
            known = stored_listing.from_bytes(data, refs) if data else None
            if known is not None:
                os.utime(path)
        except (OSError, ValueError):
            return None
        return known

    def keep_commits(self, listing: CommitListing, refs: Refs) -> None:
        """Keeps the commits that refs lead to, if there is room and refs alone decide which they
        are."""
        content = stored_listing.as_bytes(listing, refs)
        if content and len(content) <= LARGEST:
            with suppress(OSError):
                store(self._path.with_suffix(LISTING), content, TOGETHER)

    def use(self) -> None:
        """Notes that the cache is in use, so that it is not removed as the oldest."""
        with suppress(OSError):
            os.utime(self._path)
