"""Checks that an object has its id, which is a hash of it: another one can be stored under its
name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.gitformat.types import CorruptObjectError, GitObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib

MISNAMED = "another object is stored under its name; check with `git fsck`"
"""Why an object is not read, as the end of a sentence."""

_SHA1_DIGITS = 40


class MisnamedObjectError(CorruptObjectError):
    """Another object is stored under an object's name, so that one is missing."""

    def __init__(self, found: GitObject) -> None:
        super().__init__(MISNAMED)
        self.found = found
        """What is stored, with the id that is not its own."""


def is_named_rightly(found: GitObject) -> bool:
    """Whether an object has the id that it was looked up by.

    git trusts a pack's damaged index, and the name of a file.
    """
    digest = _digest(found.id, found.type, len(found.data))
    digest.update(found.data)
    return digest.hexdigest() == found.id


def named_rightly(id_: str, size: int, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a blob of ``size`` bytes.

    Raises ``CorruptObjectError`` after the last one if they are not those of the blob with this id.
    """
    digest = _digest(id_, "blob", size)
    for part in parts:
        digest.update(part)
        yield part
    if digest.hexdigest() != id_:
        raise CorruptObjectError(MISNAMED)


def _digest(id_: str, type_: str, size: int) -> hashlib._Hash:
    import hashlib  # loads OpenSSL, which is worth it for what is large

    digest = hashlib.new("sha1" if len(id_) == _SHA1_DIGITS else "sha256")
    digest.update(f"{type_} {size}\0".encode())
    return digest
