"""Reads what is beside a file: in its folder, or in the archive that holds it."""

from __future__ import annotations

from keyguard import decode
from keyguard.context.surface.packages import may_be_manifest
from keyguard.model import Blob, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.prefilter import ContentPrefilter
    from keyguard.model.source import ReadSibling, Source
    from keyguard.settings import Limits

LARGEST = 1 << 20
"""Bytes of a manifest that are kept, the same as of one on the disk."""
MOST = 1 << 26
"""Bytes of all manifests of one archive together."""


class PackedSiblings:
    """Reads manifests beside members of archives, and keeps those of one archive at a time."""

    def __init__(self, source: Source, prefilter: ContentPrefilter, limits: Limits) -> None:
        self._source = source
        self._prefilter = prefilter
        self._limits = limits
        self._blob: Blob | None = None
        self._files: dict[bytes, bytes] = {}

    def reader(self, blob: Blob, archive: bytes) -> ReadSibling:
        """A reader that takes paths below the archive's own from the archive, and others from
        beside it."""
        inside = archive + b"/"

        def read(place: Place, path: bytes) -> bytes | None:
            if path.startswith(inside):
                return self._in(blob).get(path.removeprefix(inside))
            return self._source.read_sibling(place, path)

        return read

    def _in(self, blob: Blob) -> dict[bytes, bytes]:
        if self._blob is not blob:
            self._blob, self._files, left = blob, {}, MOST
            found = decode.packed_files(blob, _is_wanted, self._prefilter, self._limits)
            for path, content in found:
                left -= len(content[:LARGEST])
                if left < 0:
                    break
                self._files.setdefault(path, content[:LARGEST])
        return self._files


def _is_wanted(path: bytes) -> bool:
    return may_be_manifest(path.decode("utf-8", "replace"))
