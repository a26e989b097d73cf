"""Content that git tracks by a pointer: Git LFS and git-annex keep it beside git's objects.

Formats: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md and
https://git-annex.branchable.com/internals/.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import lru_cache, partial
from typing import IO

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.config import path_setting
from keyguard.gitrepo.objects.alternates import with_alternates
from keyguard.gitrepo.regular_files import open_regular
from keyguard.gitrepo.repository import Repository
from keyguard.model.data import Data
from keyguard.model.lfs_pointer import lfs_pointer
from keyguard.model.on_disk import OfFile
from keyguard.model.patterns import lazy_pattern
from keyguard.model.piece import LARGE
from keyguard.model.record import NamedTuple

_KEY = rb"[A-Z0-9_]{2,20}(?:-[sSCm][0-9]+)*--[^/\n]{1,255}"
_ANNEX_SIZE = lazy_pattern(rb"[A-Z0-9_]+(?:-[SCm][0-9]+)*-s([0-9]{1,18})-")
_ANNEX_LINK = lazy_pattern(rb"(?:.*/)?annex/objects/([^/]{1,3})/([^/]{1,3})/(%s)/\3\n?" % _KEY)
_ANNEX_FILE = lazy_pattern(rb"/annex/objects/(%s)(?:\n/annex/[^\n]*)*\n?" % _KEY)
"""A file that is unlocked: https://git-annex.branchable.com/internals/pointer_file/."""
_AT_A_TIME = 1 << 20
_LETTERS = b"0123456789zqjxkmvwgpfZQJXKMVWGPF"


class _Kept(NamedTuple):
    """What a pointer says of the content that it stands for."""

    paths: list[bytes]
    """Where it may be."""
    size: int | None = None
    sha256: str = ""
    stands_for_nothing: bool = False
    """Whether none has to be there."""

    def is_in(self, file: IO[bytes]) -> bool:
        """Whether a file has that content: it may be damaged, cut off, or put there by others."""
        if self.size is not None and os.fstat(file.fileno()).st_size != self.size:
            return False
        if not self.sha256:
            return True
        digest = hashlib.sha256()
        while part := file.read(_AT_A_TIME):
            digest.update(part)
        file.seek(0)
        return digest.hexdigest() == self.sha256


def stored_content(repository: Repository, pointer: bytes, max_size: int) -> Data | None:
    """The content that a pointer stands for.

    None if the bytes are no pointer, if the content is not stored here, or if it has more than
    ``max_size`` bytes.
    """
    kept = _kept(repository, pointer)
    for path in map(os.fsdecode, kept.paths):
        try:
            with open(open_regular(path), "rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size > max_size:
                    return None
                if kept.is_in(file):
                    return _content(file, path, size)
        except OSError:
            continue
    return b"" if kept.stands_for_nothing else None


def _content(file: IO[bytes], path: str, size: int) -> Data:
    return file.read() if size <= LARGE else OfFile(partial(open_regular, path), size)


def _kept(repository: Repository, pointer: bytes) -> _Kept:
    if found := lfs_pointer(pointer):
        id_ = found.name
        inside = b"/".join((b"objects", id_[:2], id_[2:4], id_))
        paths = [os.path.join(folder, inside) for folder in _lfs_folders(repository)]
        return _Kept(paths, found.size or None, id_.decode("ascii").lower(), not found.size)
    own = _ANNEX_LINK.fullmatch(pointer)
    unlocked = _ANNEX_FILE.fullmatch(pointer)
    if not (own or unlocked):
        return _Kept([])
    key = own[3] if own else unlocked[1] if unlocked else b""
    folders = [own.group(1, 2)] if own and b".." not in own.groups() else []
    folders += _annex_folders(key)
    objects = os.fsencode(repository.layout.common_dir) + b"/annex/objects"
    paths = [b"/".join((objects, *each, key, key)) for each in folders if b".." not in each]
    stated = _ANNEX_SIZE.match(key)
    return _Kept(paths, int(stated[1]) if stated else None)


def _annex_folders(key: bytes) -> list[tuple[bytes, bytes]]:
    """The two ways to spread keys over folders: https://git-annex.branchable.com/internals/hashing/."""
    digest = hashlib.md5(key, usedforsecurity=False)
    word = int.from_bytes(digest.digest()[:4], "little")
    mixed = bytes(_LETTERS[word >> 6 * number & 31] for number in (1, 0, 3, 2))
    lower = digest.hexdigest().encode()
    return [(mixed[:2], mixed[2:]), (lower[:3], lower[3:6])]


@lru_cache(maxsize=4)
def _lfs_folders(repository: Repository) -> list[bytes]:
    """Where Git LFS keeps objects: git-lfs-config(5), lfs.storage; and what the repository borrows
    from."""
    common_dir = repository.layout.common_dir
    storage = "lfs"
    with suppress(KeyguardError):  # that git can't be asked is told where the rest is read
        storage = path_setting(repository, "lfs.storage") or storage
    borrowed = with_alternates([os.path.join(common_dir, "objects")])
    beside = [os.path.join(os.path.dirname(folder), "lfs") for folder in borrowed]
    folders = dict.fromkeys([os.path.join(common_dir, storage), *beside])
    return [os.fsencode(folder) for folder in folders]
