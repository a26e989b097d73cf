"""Whether a key still works, as the Gateway itself says."""

from __future__ import annotations

from enum import Enum

from keyguard.model.record import NamedTuple


class Liveness(str, Enum):
    """What is known of a key."""

    ALIVE = "alive"
    """The Gateway accepts it."""
    DEAD = "dead"
    """The Gateway did not know it when it was asked."""
    UNKNOWN = "unknown"
    """It could not be asked, or its answer does not tell. That is no reason to worry less."""


class LivenessCheck(NamedTuple):
    """What came of asking, and why that is so: a clause without a full stop."""

    liveness: Liveness
    reason: str
