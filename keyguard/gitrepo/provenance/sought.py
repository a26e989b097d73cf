"""What is looked for in commits: contents by their ids, and names of files and folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from keyguard.gitrepo.command.log import WantedChanges
from keyguard.model import Blob, Part

if TYPE_CHECKING:
    from keyguard.gitrepo.provenance.first_commits import Appearance


class Sought:
    """Blobs, each content or a name, by the ids that they have."""

    def __init__(self, blobs: Sequence[Blob]) -> None:
        self.contents = {blob.id for blob in blobs if blob.part is Part.CONTENT}
        self.names = {blob.data: blob.id for blob in blobs if blob.part is Part.NAME}
        """The id of each name."""

    def ids(self) -> set[str]:
        """The ids of all blobs that are sought."""
        return self.contents.union(self.names.values())

    def id_of(self, appearance: Appearance) -> str:
        """Of which blob something is that appears in a commit."""
        key = appearance.key
        return self.names[key] if isinstance(key, bytes) else key

    def wanted(self, ids: Set[str]) -> WantedChanges:
        """What some of them are looked for by."""
        return WantedChanges(
            self.contents & ids,
            {name for name, id_ in self.names.items() if id_ in ids},
        )

    def at(self, path: bytes, blob: str) -> Iterator[tuple[str, bytes]]:
        """The contents and names at a path, each with the path that ends there."""
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
