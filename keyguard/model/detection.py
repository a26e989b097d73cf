"""The findings of detection: a credential, or what is said of one, in a view."""

from __future__ import annotations

import re

from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.handler import Handler
    from keyguard.model.kind import Kind
    from keyguard.model.levels import Confidence
    from keyguard.model.view import View


class Reading(NamedTuple):
    """The value that some loaders of env files give their program for a secret."""

    loaders: tuple[str, ...]
    """Ids of rows in ``keyguard/dotenv/``."""
    value: str | None
    """The value; None if they take that of another line that sets the name."""
    weakness: tuple[str, ...] = ()
    bits: float = 0.0
    cause: str = ""
    """The character of the line that they do not take literally."""
    certain: bool = False
    """Whether this is the language of the file itself, whatever its project uses."""

    def __repr__(self) -> str:
        return f"Reading({self.loaders!r})"


class Detection(NamedTuple):
    """A credential at ``text[start:end]`` of its view.

    ``name`` is the name that the value is assigned to, if any. ``weakness`` says why a webhook
    secret can be guessed, and is empty if it can't be; ``bits`` is roughly the base-2 logarithm of
    the guesses that it takes. ``is_wordy``: a webhook secret consists of the words of its name and
    of those around it, as examples do. ``as_webhook_secret``: a key is in the place of a webhook's
    secret. ``custom_rule`` is the id of the configuration's rule that found it. ``readings`` are
    the values that loaders read for a secret in an env file, where they differ from what is
    written. ``handler`` is what was read of a webhook's handler.
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
    is_wordy: bool = False
    as_webhook_secret: bool = False
    bits: float = 0.0
    custom_rule: str = ""
    readings: tuple[Reading, ...] = ()
    handler: Handler | None = None

    @property
    def secrets(self) -> set[str]:
        """The texts that give the credential away: its value, and the pieces of a joined one."""
        written = self.view.text[self.start : self.end]
        pieces = () if written == self.value else re.findall("[A-Za-z0-9]{8,}", written)
        return {self.value, *pieces} if self.kind.is_secret else set()

    def __repr__(self) -> str:
        return f"Detection({self.kind}, {self.start}, {self.end}, in {self.view!r})"
