"""Content on its way to detection: where it is, and what it holds.

Named tuples take a tenth of a dataclass's time to define. Read them by name, never by position.
"""

from __future__ import annotations

from enum import Enum

from keyguard.model.levels import ScreenVerdict
from keyguard.model.progress import Problem, Scanned
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.commit import Commit
    from keyguard.model.data import Data
    from keyguard.model.piece import PieceOf
    from keyguard.model.spans import Span


class State(str, Enum):
    """Where a piece of content is now."""

    HEAD = "head"
    BRANCH = "branch"
    """At the tip of a branch, but not at HEAD."""
    HISTORY = "history"
    """In older commits of branches, or in commits of other refs, except tags and the stash."""
    TAG = "tag"
    """In commits that tags lead to, and no branch does."""
    UNPUSHED = "unpushed"
    """In older commits of branches that no remote is known to have."""
    STASH = "stash"
    """In commits of the stash only, which no clone gets."""
    UNREACHABLE = "unreachable"
    INDEX = "index"
    TREE = "tree"
    MESSAGE = "message"
    STDIN = "stdin"

    @property
    def is_current(self) -> bool:
        """Whether it is in the newest version of a file: at HEAD, in the index or work tree."""
        return self in (State.HEAD, State.INDEX, State.TREE)


class Part(str, Enum):
    """What a blob is: content, a name, or a message."""

    CONTENT = "content"
    NAME = "name"
    """The path itself, read as text."""
    COMMIT = "commit"
    """A commit object: headers and message."""
    TAG = "tag"
    """An annotated tag object: headers and message."""


class Place(NamedTuple):
    """One place of some content. ``path`` is relative to the root, with forward slashes."""

    path: bytes
    state: State
    commit: Commit | None = None
    above: bytes = b""
    """The name, with a slash, of the folder that ``path`` is in, where the path does not show it.

    That is so for a folder that was named outside of any repository; its name counts for what the
    place means.
    """
    last: Commit | None = None
    """The last commit that holds the content, if it was looked for; ranked as ``commit`` is."""
    refs: tuple[str, ...] | None = None
    """The full names of the refs that lead to the content; None if nobody asked."""
    tips: tuple[str, ...] = ()
    """The refs whose own commit holds the content."""
    pushed: bool | None = None
    """Whether a remote is known to have the content; None if nothing is known of remotes."""


class PackedText(NamedTuple):
    """Text in an archive, and where in it, as ``View`` says it."""

    data: bytes
    via: tuple[str, ...]
    member: bytes
    depth: int
    """How many archives the text is in."""
    lines_before: int
    restated: bool
    windows: tuple[Span, ...] = ()
    """The spans of bytes in which something was seen; empty if it can be anywhere."""


class Blob(NamedTuple):
    """Content, once, however many places hold it. Without places, its source finds them later."""

    id: str
    data: bytes
    places: tuple[Place, ...] = ()
    part: Part = Part.CONTENT
    screened: ScreenVerdict = ScreenVerdict.NOTHING
    """What screening saw in the content."""
    windows: tuple[Span, ...] = ()
    """The spans of bytes in which something was seen; empty if it can be anywhere."""
    inside: tuple[PackedText | Problem, ...] = ()
    """The texts in an archive that hold something, and why not all of it can be read.

    Empty if that has yet to be found out.
    """
    piece: PieceOf | None = None
    """Where this is in larger content with this id, if it is only a piece."""
    file: Data | None = None
    """The whole content, if it is large and archives are looked for in it; ``data`` is its
    beginning."""
    digest: bytes = b""
    """The digest of the whole content if ``data`` is only an excerpt that is kept for reports."""

    def __repr__(self) -> str:
        return f"Blob({self.id!r})"

    def seen(self, result: ScreenResult) -> Blob:
        """The blob with what was seen in it."""
        return self._replace(screened=result.verdict, windows=result.windows, inside=result.inside)

    def with_other(self, data: bytes) -> Blob:
        """The blob with other content, in which nothing was seen yet."""
        return self._replace(data=data).seen(ScreenResult(ScreenVerdict.NOTHING))

    @property
    def inside_size(self) -> int:
        """Bytes of the texts in ``inside``."""
        return sum(len(each.data) for each in self.inside if isinstance(each, PackedText))

    @property
    def weight(self) -> Scanned:
        """What reading the blob adds to the counts."""
        content = self.part is Part.CONTENT
        return Scanned(
            files=len(self.places) if content else 0,
            blobs=int(content),
            commits=int(self.part is Part.COMMIT),
            bytes=0 if self.part is Part.NAME else len(self.data),
            objects=int(self.part is not Part.NAME),
        )


class ScreenResult(NamedTuple):
    """What screening saw in content."""

    verdict: ScreenVerdict
    windows: tuple[Span, ...] = ()
    """The spans of bytes in which something was seen; empty if it can be anywhere."""
    reach: Span | None = None
    """How far behind a change, and in front of it, the change can make something appear, in
    characters.

    None if that can be anywhere.
    """
    packed: bool = False
    """Whether the content may be an archive or have one in it."""
    inside: tuple[PackedText | Problem, ...] = ()
    """The texts in an archive that hold something, and why not all of it can be read.

    Empty if that has yet to be found out.
    """
