"""The id of an object is the hash of what it is: another one can be stored under its name."""

from __future__ import annotations

import hashlib

from keyguard.gitformat.types import CorruptObjectError, GitObject

MISNAMED = "another object is stored under its name; check with `git fsck`"
"""Why an object is not read, as the end of a sentence."""

_SHA1_DIGITS = 40


class MisnamedObjectError(CorruptObjectError):
    """Another object is stored under the name of one, which is thus not here."""

    def __init__(self, found: GitObject) -> None:
        super().__init__(MISNAMED)
        self.found = found
        """What is stored, with the id that is not its own."""


def is_named_rightly(found: GitObject) -> bool:
    """Whether an object has the id that it was asked by: git believes a damaged index of a pack,
    and the name of a file."""
    digest = hashlib.new("sha1" if len(found.id) == _SHA1_DIGITS else "sha256")
    digest.update(f"{found.type} {len(found.data)}\0".encode())
    digest.update(found.data)
    return digest.hexdigest() == found.id
