"""What detection finds: a credential, or what is said of one, in a view."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from keyguard.model.content import View
from keyguard.model.levels import Confidence


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


class Detection(NamedTuple):
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
        return f"Detection({self.kind}, {self.start}, {self.end}, in {self.view!r})"
