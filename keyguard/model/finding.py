"""The finding that a report shows, and the context of its detection."""

from __future__ import annotations

from enum import Enum

from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.content import Place
    from keyguard.model.detection import Detection
    from keyguard.model.levels import Confidence, Severity
    from keyguard.model.liveness import LivenessCheck

CLEAN_HISTORY = (
    "Only now clean the git history: `git filter-repo` does it, with what `keyguard audit "
    "--replacements FILE` writes; "
    "https://github.com/connexease/keyguard/blob/main/docs/leaked-key.md says how."
)
"""The last step of replacing what leaked. A history that is clean does not make it safe."""
WHOLE_HANDLER = (
    "A whole handler that is safe, for each language: "
    "https://github.com/connexease/keyguard/blob/main/docs/webhooks.md"
)
"""The last step of mending a webhook handler."""
DELETE_REF = (
    "Delete the branch or tag here and wherever it was pushed to: `git push REMOTE --delete NAME`."
)
"""The last step where the name of a branch or a tag gives the credential away."""


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

    @property
    def ships(self) -> bool:
        """Whether the code goes to its users, who can read everything in it."""
        return self in (Surface.FRONTEND, Surface.MOBILE)


class ConfigPlace(NamedTuple):
    """A configuration, and the deployment that it is for."""

    path: bytes
    environment: Environment


class Exposure(NamedTuple):
    """How the configuration of a build makes a variable public."""

    by: str
    """The setting that does it: ```env` in next.config.js``."""
    tool: str
    """The build tool's name."""
    into: str
    """Where the value is put: ``the code that browsers load``."""
    remedy: str
    """The first thing to do about it."""


class Context(NamedTuple):
    """The meaning of a detection's place."""

    environment: Environment = Environment.NONE
    ambiguous: bool = False
    """The file is a configuration that mentions environments, but not clearly one."""
    surface: Surface = Surface.NONE
    surface_reason: str = ""
    """How the surface is known, in a few words: ``it imports express``.

    It may contain text of the file.
    """
    template: bool = False
    """The file is an example, such as ``.env.example``: its values are expected to be fake."""
    test_code: bool = False
    """The file is code or data of a test suite."""
    documentation: bool = False
    """The file is prose, such as Markdown."""
    server_place: str = ""
    """Where such a project has the code that only its server runs, if anything tells."""
    example: bool = False
    """The file is below a folder of examples."""
    public_prefix: str = ""
    """The prefix of the variable's name that makes a bundler inline its value, if any."""
    exposure: Exposure | None = None
    """The setting of a build that makes the variable public, if its prefix does not."""
    tracked_env_file: bool = False
    """The file is an env file, not a template, that git tracks."""
    elsewhere: tuple[ConfigPlace, ...] = ()
    """Configurations of other environments that hold the same value."""


class Region(NamedTuple):
    """Lines and columns count from 1, in characters; ``end_column`` is one past the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class Suppression(NamedTuple):
    """Why a finding does not count.

    ``by`` is ``inline`` (an allow comment), ``path`` (excluded), ``baseline``, ``rule`` (switched
    off) or ``base`` (there before the change that is read).
    """

    by: str
    reason: str = ""


class Finding(NamedTuple):
    """A verdict on a credential in a place: what is wrong, and what to do first."""

    rule: str
    severity: Severity
    confidence: Confidence
    detection: Detection
    context: Context
    place: Place
    region: Region
    message: str
    fix: str
    fingerprint: str
    occurrences: int = 1
    suppressed: Suppression | None = None
    liveness: LivenessCheck | None = None
    """The Gateway's verdict on the key, if it was asked."""

    @property
    def is_alive(self) -> bool:
        """Whether the key is known to work."""
        return self.liveness is not None and self.liveness.liveness == "alive"

    @property
    def rank(self) -> tuple[bool, int]:
        """A sort key that puts what matters most in front: what is alive, then what is severe."""
        return not self.is_alive, -self.severity
