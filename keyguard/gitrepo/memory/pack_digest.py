"""Digests of packs and their indexes, over every byte of both."""

from __future__ import annotations

import hashlib

from keyguard.gitrepo.objects.pack_dir import Pack

DIGEST = 32
"""Bytes of a digest."""
_AT_A_TIME = 1 << 20


def digest_of(pack: Pack) -> bytes:
    """SHA-256 of the index and the pack, read from the files that are open.

    git's own checksums won't do: they are only what the files say of themselves, and it is the
    index that says which object is where.
    """
    digest = hashlib.sha256(hashlib.sha256(pack.index.content).digest())
    for start in range(0, pack.file.size, _AT_A_TIME):
        digest.update(pack.file.read_uncached(start, start + _AT_A_TIME))
    return digest.digest()
