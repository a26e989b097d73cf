"""What is looked for in commits: contents by their ids, and files and folders by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from keyguard.gitrepo.command.log import WantedChanges
from keyguard.model import Blob, Part

if TYPE_CHECKING:
    from keyguard.gitrepo.provenance.first_commits import Appearance


class Sought:
    """The blobs that are looked for: contents and names."""

    def __init__(self, blobs: Sequence[Blob]) -> None:
        self.contents = {blob.id for blob in blobs if blob.part is Part.CONTENT}
        self.names = {blob.data: blob.id for blob in blobs if blob.part is Part.NAME}
        """The id of each name."""

    def ids(self) -> set[str]:
        """The ids of all blobs that are looked for."""
        return self.contents.union(self.names.values())

    def id_of(self, appearance: Appearance) -> str:
        """The id of the blob that appears in a commit."""
        key = appearance.key
        return self.names[key] if isinstance(key, bytes) else key

    def wanted(self, ids: Set[str]) -> WantedChanges:
        """What the log has to look for, to find the blobs with these ids."""
        return WantedChanges(
            self.contents & ids,
            {name for name, id_ in self.names.items() if id_ in ids},
        )

    def at(self, path: bytes, blob: str) -> Iterator[tuple[str, bytes]]:
        """The ids of the contents and names at a path, each with the part of the path that ends
        there."""
        if blob in self.contents:
            yield blob, path
        if not self.names:
            return
        parts = path.split(b"/")
        if len(parts) > 1 and path in self.names:
            yield self.names[path], path
        for end, name in enumerate(parts, 1):
            if name in self.names:
                yield self.names[name], b"/".join(parts[:end])
