"""An object database with all that it holds listed: packs, opened, and loose objects."""

from __future__ import annotations

import os
from collections.abc import Iterable

from keyguard.gitformat.object_id import MisnamedObjectError, is_named_rightly
from keyguard.gitformat.types import CorruptObjectError, GitObject, LargeObject, Unreadable
from keyguard.gitrepo.objects.lookup import Lookup
from keyguard.gitrepo.objects.loose import loose_ids
from keyguard.gitrepo.objects.pack_dir import open_packs


class ObjectStore(Lookup):
    """Every object of some folders and of the folders that those borrow from."""

    def __init__(self, directories: Iterable[str]) -> None:
        """Objects that move while they are listed are not lost: loose ones are listed before the
        packs, into which they may go, and after them, since they may come from there.

        Raises ``ObjectsChangedError`` if packs come and go all the while.
        """
        super().__init__(directories)
        self.problems: list[Unreadable] = []
        """What could not be listed or opened."""
        self._later: ObjectStore | None = None
        loose = self._list_loose()
        self.packs, problems = open_packs(self.directories)
        self.loose_ids = sorted(loose | self._list_loose())
        """The id of each loose object."""
        self.problems = list(dict.fromkeys(self.problems + problems))

    def close(self) -> None:
        """Closes the packs."""
        for pack in self.packs:
            pack.file.close()

    def _find_loose(self, id_: str, most: int) -> GitObject:
        """Raises ``MisnamedObjectError`` if another object is there."""
        found = super()._find_loose(id_, most)
        if not is_named_rightly(found):
            raise MisnamedObjectError(found)
        return found

    def find_anywhere(self, id_: str) -> GitObject:
        """Finds an object like ``find``, but also in packs written since this store was opened."""
        try:
            return self.find(id_)
        except CorruptObjectError:
            return self._opened_again.find(id_)

    def open_anywhere(self, id_: str) -> GitObject | LargeObject:
        """Opens an object like ``open``, but also in packs written since this store was opened."""
        try:
            return self.open(id_)
        except CorruptObjectError:
            return self._opened_again.open(id_)

    @property
    def _opened_again(self) -> ObjectStore:
        if self._later is None:
            self._later = ObjectStore(self.directories)
        return self._later

    def _list_loose(self) -> set[str]:
        found: set[str] = set()
        for directory in self.directories:
            try:
                os.scandir(directory).close()  # below it nothing need be there
                found |= loose_ids(directory)
            except OSError as error:
                self.problems.append(
                    Unreadable(directory, f"it can't be listed ({error.strerror})")
                )
        return found
