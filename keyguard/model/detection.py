"""What detection finds: a credential, or what is said of one, in a view."""

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
    """What some loaders of env files give their program for a secret."""

    loaders: tuple[str, ...]
    """Ids of rows in ``keyguard/dotenv/``."""
    value: str | None
    """None if they take the value of another line that sets the name."""
    weakness: tuple[str, ...] = ()
    bits: float = 0.0
    cause: str = ""
    """The character of the line that they do not take as it is."""
    certain: bool = False
    """Whether it is the language of the file itself, whatever its project uses."""

    def __repr__(self) -> str:
        return f"Reading({self.loaders!r})"


class Detection(NamedTuple):
    """A credential at ``text[start:end]`` of its view.

    ``name`` is what the value is assigned to, if anything; ``weakness`` why a webhook secret can be
    guessed, empty if it can't; ``bits`` the base-2 logarithm of the guesses that it takes, roughly;
    ``is_wordy`` tells that a webhook secret is made of the words of its name and of those around,
    as examples are; ``as_webhook_secret`` that a key stands where a webhook's secret belongs;
    ``custom_rule`` is the id of the configuration's rule that found it; ``readings`` what loaders
    make of a secret in an env file, where that is not what is written; ``handler`` what was read of
    a webhook's handler.
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
        """What gives the credential away: its value, and the pieces of one that is joined."""
        written = self.view.text[self.start : self.end]
        pieces = () if written == self.value else re.findall("[A-Za-z0-9]{8,}", written)
        return {self.value, *pieces} if self.kind.is_secret else set()

    def __repr__(self) -> str:
        return f"Detection({self.kind}, {self.start}, {self.end}, in {self.view!r})"
