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
    """In older commits of branches, or of other refs that are neither tags nor the stash."""
    TAG = "tag"
    """In commits that tags lead to, and no branch."""
    UNPUSHED = "unpushed"
    """In older commits of branches that no remote is known to have."""
    STASH = "stash"
    """In commits of the stash only, which are in no clone."""
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
    """Which part of its place a blob is."""

    CONTENT = "content"
    NAME = "name"
    """The path itself, read as text."""
    COMMIT = "commit"
    """A commit object: headers and message."""
    TAG = "tag"
    """An annotated tag object: headers and message."""


class Place(NamedTuple):
    """One place where content stands. ``path`` is relative to the root, with forward slashes."""

    path: bytes
    state: State
    commit: Commit | None = None
    above: bytes = b""
    """The name of the folder that ``path`` is in, with a slash, where it does not show but counts
    for what the place means: that of the folder which was named outside of any repository."""
    last: Commit | None = None
    """The last commit that holds it, if that was looked for; its rank is as those of others."""
    refs: tuple[str, ...] | None = None
    """The full names of the refs that lead to it; None if nobody asked."""
    tips: tuple[str, ...] = ()
    """Those of them whose own commit holds it."""
    pushed: bool | None = None
    """Whether a remote is known to have it; None if nothing is known of remotes."""


class PackedText(NamedTuple):
    """Text that an archive holds, and where in it, as ``View`` says it."""

    data: bytes
    via: tuple[str, ...]
    member: bytes
    depth: int
    """In how many archives it is."""
    lines_before: int
    restated: bool
    windows: tuple[Span, ...] = ()
    """The bytes that something was seen in; empty if it can be anywhere."""


class Blob(NamedTuple):
    """Content, once, however many places hold it. No places: its source finds them later."""

    id: str
    data: bytes
    places: tuple[Place, ...] = ()
    part: Part = Part.CONTENT
    screened: ScreenVerdict = ScreenVerdict.NOTHING
    """What its source saw of it already."""
    windows: tuple[Span, ...] = ()
    """The bytes that something was seen in; empty if it can be anywhere."""
    inside: tuple[PackedText | Problem, ...] = ()
    """What of an archive holds something, and why not all of it can be read; empty if that has to
    be found out."""
    piece: PieceOf | None = None
    """Where it is in larger content with this id, if it is not all of it."""
    file: Data | None = None
    """All of it, if it is large and archives are looked for in it; ``data`` is its beginning."""
    digest: bytes = b""
    """What stands for all of it if ``data`` is but an excerpt that is kept for reports."""

    def __repr__(self) -> str:
        return f"Blob({self.id!r})"

    def seen(self, result: ScreenResult) -> Blob:
        """The blob with what is seen of it."""
        return self._replace(screened=result.verdict, windows=result.windows, inside=result.inside)

    def with_other(self, data: bytes) -> Blob:
        """Other content in its place, of which nothing is seen yet."""
        return self._replace(data=data).seen(ScreenResult(ScreenVerdict.NOTHING))

    @property
    def inside_size(self) -> int:
        """Bytes of what is known of what it holds."""
        return sum(len(each.data) for each in self.inside if isinstance(each, PackedText))

    @property
    def weight(self) -> Scanned:
        """What reading it adds to the sums."""
        content = self.part is Part.CONTENT
        return Scanned(
            files=len(self.places) if content else 0,
            blobs=int(content),
            commits=int(self.part is Part.COMMIT),
            bytes=0 if self.part is Part.NAME else len(self.data),
            objects=int(self.part is not Part.NAME),
        )


class ScreenResult(NamedTuple):
    """What is seen of content."""

    verdict: ScreenVerdict
    windows: tuple[Span, ...] = ()
    """The bytes that something is seen in; empty if it can be anywhere."""
    reach: Span | None = None
    """How many characters behind a change to it, and in front of it, can hold something by it.
    None if that can be all of them."""
    packed: bool = False
    """Whether it may be an archive or hold one."""
    inside: tuple[PackedText | Problem, ...] = ()
    """What of an archive holds something, and why not all of it can be read; empty if that has to
    be found out."""
