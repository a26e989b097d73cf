"""What decoding asks about content, to spend time only where it may pay."""

from __future__ import annotations

from typing import Protocol


class Worth(Protocol):
    """Whether bytes are worth a look; what contains bytes that are is so too."""

    def matches(self, data: bytes) -> bool:
        """Whether they can hold anything, encoded or not."""

    def is_encoded(self, data: bytes) -> bool:
        """Whether they can hold anything that is encoded or packed."""
