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
    via: tuple[str, ...] = ()
    """What led to the whole text, outermost first."""
    binary: bool = False
    """Whether each character stands for a byte."""
    topics: TextTopics = TextTopics()
    """What the rest of the text speaks of, if this is a part of it."""
    member: bytes = b""
    """The path within an archive."""
    outer: View | None = None
    """What it was decoded from; ``source_map`` finds the way back."""
    segments: Segments = Segments()
    """Which parts of the text were decoded, and from where in ``outer``."""
    adjoining: bool = False
    """Whether strings can be end to end in it, as in binaries."""
    restated: bool = False
    """Whether its members say all that it names."""
    lines_before: int = 0
    """Ends of lines in front of it, in the file or member that the whole text is a piece of."""

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
