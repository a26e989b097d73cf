"""The frozen values that travel from a source to a report.

Named tuples take a tenth of a dataclass's time to define. Read them by name, never by position.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from keyguard.levels import Confidence as Confidence
from keyguard.levels import Severity as Severity
from keyguard.levels import Sight as Sight
from keyguard.piece import ANYTHING as ANYTHING
from keyguard.piece import Piece as Piece
from keyguard.piece import Rest as Rest
from keyguard.piece import Span as Span
from keyguard.reading import PAST as PAST
from keyguard.reading import Problem as Problem
from keyguard.reading import Scanned as Scanned
from keyguard.reading import Skip as Skip


class Kind(str, Enum):
    """What a credential is."""

    PRODUCTION_KEY = "production-key"
    STAGING_KEY = "staging-key"
    WEBHOOK_SECRET = "webhook-secret"
    VENDOR_KEY = "vendor-key"
    """A secret key of another vendor."""
    KEY_VARIABLE = "key-variable"
    """Not a credential: the *name* of a variable that holds a key."""
    GATEWAY_CALL = "gateway-call"
    """Not a credential: the Gateway's host in code that calls it."""
    AUTHORIZATION = "authorization-header"
    """Not a credential: the scheme of a header for the Gateway, or its name if it has none."""
    CUSTOM = "custom"
    """What a rule of the configuration calls a credential."""
    FILE = "file"
    """Not a credential: a file that a rule of the configuration knows by its path."""

    @property
    def words(self) -> str:
        """As it is called in a sentence: ``production key``."""
        return "credential" if self is Kind.CUSTOM else self.value.replace("-", " ")

    @property
    def is_key(self) -> bool:
        """Whether it is a Gateway key, of either kind."""
        return self in (Kind.PRODUCTION_KEY, Kind.STAGING_KEY)

    @property
    def is_secret(self) -> bool:
        """Whether the value must never be shown."""
        return self.is_key or self in (Kind.WEBHOOK_SECRET, Kind.VENDOR_KEY, Kind.CUSTOM)


class Environment(str, Enum):
    """Which deployment a file configures."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    TEST = "test"
    NONE = "none"


class Surface(str, Enum):
    """Where the code of a file runs."""

    FRONTEND = "frontend"
    MOBILE = "mobile"
    BACKEND = "backend"
    NONE = "none"


class State(str, Enum):
    """Where a piece of content stands now."""

    HEAD = "head"
    HISTORY = "history"
    UNREACHABLE = "unreachable"
    INDEX = "index"
    TREE = "tree"
    MESSAGE = "message"
    STDIN = "stdin"


class Part(str, Enum):
    """Which part of its place a blob is."""

    CONTENT = "content"
    NAME = "name"
    """The path itself, read as text."""
    COMMIT = "commit"
    """A commit object: headers and message."""
    TAG = "tag"
    """An annotated tag object: headers and message."""


class Commit(NamedTuple):
    """The commit that brought something in. ``date`` is the author's, in ISO 8601."""

    id: str
    author: str
    date: str

    @property
    def timestamp(self) -> float:
        """Seconds since 1970, to tell which commit is older; infinite if the date is not known."""
        try:
            return datetime.fromisoformat(self.date.replace("Z", "+00:00")).timestamp()
        except (ValueError, OverflowError):
            return float("inf")


class Place(NamedTuple):
    """One place where content stands. ``path`` is relative to the root, with forward slashes."""

    path: bytes
    state: State
    commit: Commit | None = None


class Blob(NamedTuple):
    """Content, once, however many places hold it. No places: its source finds them later."""

    id: str
    data: bytes
    places: tuple[Place, ...] = ()
    part: Part = Part.CONTENT
    seen: Sight = Sight.NOTHING
    """What its source saw of it already."""
    spots: tuple[Span, ...] = ()
    """The bytes that something was seen in; empty if it can be anywhere."""

    def __repr__(self) -> str:
        return f"Blob({self.id!r})"

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


class Glimpse(NamedTuple):
    """What is seen of content."""

    sight: Sight
    spots: tuple[Span, ...] = ()
    """The bytes that something is seen in; empty if it can be anywhere."""
    reach: Span | None = None
    """How many characters behind a change to it, and in front of it, can hold something by it.
    None if that can be all of them."""


class View(NamedTuple):
    """Readable text of a blob or of a member, with what is encoded in it decoded or not."""

    blob: Blob
    text: str
    via: tuple[str, ...] = ()  # what led to the whole text, outermost first
    binary: bool = False
    rest: Rest = Rest()
    member: bytes = b""  # the path within an archive
    outer: View | None = None  # what it was decoded from; ``origin`` finds the way back
    pieces: tuple[Piece, ...] = ()

    @property
    def paths(self) -> tuple[bytes, ...]:
        """The names that the text goes by."""
        return tuple(map(self.path_at, self.blob.places))

    def path_at(self, place: Place) -> bytes:
        """Its name at one place of its blob."""
        return place.path + b"/" + self.member if self.member else place.path

    def __repr__(self) -> str:
        return f"View({self.blob!r}, via={self.via!r})"


class Sighting(NamedTuple):
    """A credential at ``text[start:end]`` of its view.

    ``name`` is what the value is assigned to, if anything; ``weakness`` why a webhook secret can be
    guessed, empty if it can't; ``bits`` the base-2 logarithm of the guesses that it takes, roughly;
    ``as_webhook_secret`` tells that a key stands where a webhook's secret belongs; ``custom_rule``
    is the id of the configuration's rule that found it.
    """

    view: View
    start: int
    end: int
    kind: Kind
    value: str
    confidence: Confidence
    name: str = ""
    vendor: str = "connexease"
    weakness: tuple[str, ...] = ()
    as_webhook_secret: bool = False
    bits: float = 0.0
    custom_rule: str = ""

    @property
    def secrets(self) -> set[str]:
        """What gives the credential away: its value, and the pieces of one that is joined."""
        written = self.view.text[self.start : self.end]
        pieces = () if written == self.value else re.findall("[A-Za-z0-9]{8,}", written)
        return {self.value, *pieces} if self.kind.is_secret else set()

    def __repr__(self) -> str:
        return f"Sighting({self.kind}, {self.start}, {self.end}, in {self.view!r})"


class Spot(NamedTuple):
    """A configuration, and the deployment that it is for."""

    path: bytes
    environment: Environment


class Context(NamedTuple):
    """What the place of a sighting means."""

    environment: Environment = Environment.NONE
    ambiguous: bool = False
    """A configuration that speaks of environments, but not clearly of one."""
    surface: Surface = Surface.NONE
    template: bool = False
    """An example file, such as ``.env.example``: its values are expected to be fake."""
    test_code: bool = False
    """Code or data of a test suite."""
    documentation: bool = False
    """Prose, such as Markdown."""
    public_prefix: str = ""
    """The prefix of the variable's name that makes a bundler inline its value, if any."""
    tracked_env_file: bool = False
    """An env file, not a template, that git tracks."""
    elsewhere: tuple[Spot, ...] = ()
    """Configurations of other environments that hold the same value."""


class Region(NamedTuple):
    """Lines and columns count from 1, in characters; ``end_column`` is one past the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class Suppression(NamedTuple):
    """Why a finding does not count: ``by`` is ``inline``, ``path`` or ``baseline``."""

    by: str
    reason: str = ""


class Finding(NamedTuple):
    """A verdict: what is wrong with a credential in a place, and what to do first."""

    rule: str
    severity: Severity
    confidence: Confidence
    sighting: Sighting
    context: Context
    place: Place
    region: Region
    message: str
    fix: str
    fingerprint: str
    occurrences: int = 1
    suppressed: Suppression | None = None
