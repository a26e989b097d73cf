"""Blobs of a pack that are too large for the memory.

They are read part by part, and stay on the disk while others are made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from keyguard.gitformat.content import Content
from keyguard.gitformat.pack_entry import longest_stored
from keyguard.gitformat.types import (
    CorruptObjectError,
    LargeObject,
    NoRoomError,
    TooLargeError,
    too_large,
)
from keyguard.gitrepo.history.delta_forest import DeltaForest
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.objects.pack_file import PackFile
from keyguard.gitrepo.objects.versions import (
    LARGEST_BASE,
    Version,
    entry_at,
    in_any_order,
    made_from,
)
from keyguard.model.piece import LARGE

Judged = tuple[int, bytes | LargeObject | CorruptObjectError]
"""The number of an entry, and its content or why it has none."""
BASE = "the object that it is a delta of"
LOST = f"{BASE} is damaged"


class LargeEntries:
    """Reads the entries of one pack that are too large for the memory."""

    def __init__(
        self,
        forest: DeltaForest,
        pack: PackFile,
        read_foreign: Callable[[bytes], Content],
        max_size: int,
        tally: Tally,
    ) -> None:
        """As of a ``Walk``; objects of over ``max_size`` bytes are not read."""
        self.most = min(LARGE, max_size)
        """Bytes of a blob that is held."""
        self._forest = forest
        self._pack = pack
        self._read_foreign = read_foreign
        self._max_size = max_size
        self._tally = tally
        self._largest = max(LARGEST_BASE, max_size)

    def version_of(self, number: int, base: Content | None) -> Version:
        """The content of an entry. Raises ``CorruptObjectError``."""
        forest = self._forest
        size = forest.sizes[number]
        start, end = forest.offsets[number] + forest.lengths[number], forest.offsets[number + 1]
        stored = entry_at(self._pack, start, min(end, start + longest_stored(size)), size)
        if number in forest.foreign:
            base = self._read_foreign(forest.foreign[number])
        return stored if base is None else made_from(base, stored, self._largest)

    def _judged(self, version: Version) -> bytes | LargeObject | CorruptObjectError:
        is_over = version.size > self._max_size
        self._tally.count("blob", 1, 0 if is_over else version.size)
        if is_over:
            return too_large(version.size)
        return LargeObject("", *version) if version.size > LARGE else b"".join(version.parts())

    def read(
        self, number: int, base: Content | None, is_wanted: bool
    ) -> Generator[Judged, None, Content | None]:
        """Reads what is to be judged of an entry, if ``is_wanted``, and all that is made from it
        but can't be read.

        Returns the content, if others can be made from it.
        """
        is_base = self._forest.first_children[number] >= 0
        try:
            version = self.version_of(number, base)
            if is_wanted:
                yield number, self._judged(version)
            return in_any_order(version, self._largest) if is_base else None
        except TooLargeError as error:
            reason: CorruptObjectError = TooLargeError(f"{BASE}: {error}")
        except CorruptObjectError as error:
            yield number, error
            has_room = not isinstance(error, NoRoomError)
            reason = CorruptObjectError(LOST if has_room else f"{BASE}: {error}")
        for lost in self._forest.descendants(self._forest.children(number)):
            yield lost, reason
        return None
