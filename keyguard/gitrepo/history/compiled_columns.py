"""Columns that the compiled core fills before the walk: all entries of a pack, and all ids."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.oid_numbers import OidNumbers
from keyguard.gitrepo.objects.entry_columns import Headers
from keyguard.gitrepo.objects.pack_dir import Pack
from keyguard.gitrepo.objects.pack_index import PackIndex
from keyguard.model.record import NamedTuple

if TYPE_CHECKING:
    from keyguard.gitrepo import _core


def compiled_headers(pack: Pack, offsets: bytes) -> Headers:
    """The headers at ``offsets``, which ascend and take 8 bytes each."""
    core = compiled_core()
    assert core is not None
    kinds, lengths, sizes, parents, base_ids = core.read_headers(
        pack.file.descriptor,
        pack.file.size,
        offsets,
        pack.index.id_length,
    )
    headers = Headers()
    headers.kinds, headers.lengths = bytearray(kinds), bytearray(lengths)
    headers.sizes, headers.parents = array("Q", sizes), array("i", parents)
    headers.base_ids = base_ids
    return headers


class CommitColumns(NamedTuple):
    """The trees, parents and dates that some commits name."""

    named: bytes
    """A byte for each commit: 1 if it names a tree. The other columns hold only those commits."""
    roots: bytes
    """The numbers of the commits' trees, 4 bytes each."""
    parents: bytes
    """The numbers of the parents, 4 bytes each, with an end number after those of each commit."""
    dates: bytes
    """The commit dates, 8 bytes each; -1 for one that is not written as git writes it."""
    lacking: set[bytes]
    """The named ids that are not stored."""


class CompiledOidNumbers(OidNumbers):
    """Numbers all ids like ``OidNumbers``, and finds those in the text of trees.

    It is pickled as what it was made of.
    """

    def __init__(
        self, indexes: Sequence[PackIndex], loose: Sequence[bytes], id_length: int
    ) -> None:
        """Raises ``ValueError`` if an index is not in order."""
        core = compiled_core()
        assert core is not None
        self._number(indexes, loose)
        self._id_length = id_length
        tables = [
            (*index.id_table, len(index), first)
            for index, first in zip(indexes, self.firsts, strict=False)
        ]
        alone = (b"".join(loose), 0, len(loose), self.firsts[-1])
        self._core = core.Oids(id_length, [alone, *tables])

    def __reduce__(self) -> tuple[type[CompiledOidNumbers], tuple[object, ...]]:
        return CompiledOidNumbers, (self._indexes, self._loose, self._id_length)

    def numbers(self, ids: Sequence[bytes]) -> list[int]:
        """The number of each id, in binary; ``MISSING`` if it is not stored."""
        found: list[int] = self._core.numbers(b"".join(ids))
        return found

    def contents(self, flags: bytes, names: Iterable[bytes]) -> _core.Contents:
        """A collector to be filled with what trees hold: objects with a flag, by their numbers, and
        entries with one of ``names``."""
        core = compiled_core()
        assert core is not None
        contents: _core.Contents = core.Contents(self._core, flags, list(names))
        return contents

    def in_commits(
        self, text: bytes, starts: Sequence[int], behind: int, end_number: int
    ) -> CommitColumns:
        """The columns of the commits that begin at ``starts`` of a text.

        ``behind`` bytes follow each commit; ``end_number`` closes the parents of each.
        """
        return CommitColumns(
            *self._core.in_commits(text, array("Q", starts).tobytes(), behind, end_number)
        )

    def in_trees(self, text: bytes, end: bytes, end_number: int) -> tuple[bytes, set[bytes]]:
        """The numbers of all ids in the text of trees, 4 bytes each, and the ids that are not
        stored.

        ``end`` stands behind each tree in place of an id, and gets ``end_number``.
        """
        found: tuple[bytes, set[bytes]] = self._core.in_trees(text, end, end_number)
        return found


def oid_numbers(indexes: Sequence[PackIndex], loose: Sequence[bytes]) -> OidNumbers:
    """The numbers of all ids, made by the core if it was built and the ids have one length."""
    lengths = {index.id_length for index in indexes} | set(map(len, loose))
    if compiled_core() and len(lengths) == 1:
        try:
            return CompiledOidNumbers(indexes, loose, lengths.pop())
        except ValueError:  # a damaged index, whose ids are not in order
            pass
    return OidNumbers(indexes, loose)
