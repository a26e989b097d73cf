"""The state that a change starts from: it tells what the change brought from what was there."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.listing import FileListing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Place
from keyguard.model.piece import Large
from keyguard.model.source import Item, Source, Wanted
from keyguard.sources.path_names import name_blobs


class BaseSource(Source):
    """The files and names of a change's base. It reads only those that it is asked for."""

    def __init__(self, repository: Repository, files: FileListing) -> None:
        self._files = files
        self._siblings = SiblingFiles(repository)

    def items(self) -> Iterator[Item]:
        """Nothing: the base is not scanned for itself."""
        return iter(())

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the commit that a place names."""
        return self._siblings.read(place, path)

    def is_tracked(self, place: Place) -> bool:
        """Whether the base of the change has the path."""
        return self._files.holds(place)

    def read_beside(self, wanted: Wanted) -> Iterator[Blob | Large]:
        """The wanted files, and the names of all files and folders."""
        try:
            yield from self._files.read(wanted)
        except KeyguardError:  # git is not there, or fails: then all of the change counts as new
            return
        done: set[bytes] = set()
        for place in self._files.places():
            parts = place.path.split(b"/")
            for end in range(1, len(parts) + 1):
                path = b"/".join(parts[:end])
                if path not in done and wanted(path):
                    done.add(path)
                    yield from name_blobs(place._replace(path=path))
