"""The kinds of detections."""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """The kind of a credential, or of something else that detection finds."""

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
    HANDLER = "webhook-handler"
    """Not a credential: code that answers a webhook's calls."""
    CUSTOM = "custom"
    """Whatever a rule of the configuration calls a credential."""
    FILE = "file"
    """Not a credential: a file that a rule of the configuration matches by its path."""

    @property
    def words(self) -> str:
        """The kind in the words of a sentence: ``production key``."""
        return "credential" if self is Kind.CUSTOM else self.value.replace("-", " ")

    @property
    def is_key(self) -> bool:
        """Whether this is a Gateway key, of either kind."""
        return self in KEYS

    @property
    def is_secret(self) -> bool:
        """Whether the value must never be shown."""
        return self in SECRETS


KEYS = (Kind.PRODUCTION_KEY, Kind.STAGING_KEY)
"""The kinds of Gateway keys."""
SECRETS = (*KEYS, Kind.WEBHOOK_SECRET, Kind.VENDOR_KEY, Kind.CUSTOM)
"""The kinds whose value must never be shown."""
