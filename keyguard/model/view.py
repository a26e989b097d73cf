"""How content reads as text, with what is encoded in it decoded or not."""

from __future__ import annotations

from keyguard.model.record import NamedTuple
from keyguard.model.spans import Segments, TextTopics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.content import Blob, Place


class View(NamedTuple):
    """Readable text of a blob or of a member, with what is encoded in it decoded or not."""

    blob: Blob
    text: str
    via: tuple[str, ...] = ()  # what led to the whole text, outermost first
    binary: bool = False
    topics: TextTopics = TextTopics()
    member: bytes = b""  # the path within an archive
    outer: View | None = None  # what it was decoded from; ``origin`` finds the way back
    segments: Segments = Segments()
    adjoining: bool = False  # whether strings can be end to end in it, as in binaries
    restated: bool = False  # whether its members say all that it names
    lines_before: int = 0  # in the file or member that the whole text is a piece of

    @property
    def paths(self) -> tuple[bytes, ...]:
        """The names that the text goes by."""
        if not self.member:
            return tuple([place.path for place in self.blob.places])
        return tuple(map(self.path_at, self.blob.places))

    def path_at(self, place: Place) -> bytes:
        """The name of the text at one place of its blob."""
        return place.path + b"/" + self.member if self.member else place.path

    def __repr__(self) -> str:
        return f"View({self.blob!r}, via={self.via!r})"
