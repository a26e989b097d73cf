"""How much may still be unpacked for one blob."""

from __future__ import annotations

from keyguard.settings import Limits


class Budget:
    """What may still be unpacked."""

    def __init__(self, limits: Limits, packed: int) -> None:
        """``packed`` is the size of the blob."""
        self.bytes = min(limits.bytes, limits.spare + limits.ratio * packed)
        self.members = limits.members

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be unpacked."""
        return self.bytes <= 0 or self.members <= 0

    def spend(self, unpacked: int) -> None:
        """Counts one member and its bytes."""
        self.bytes -= unpacked
        self.members -= 1
