"""One request a second, so that nobody takes keyguard for an attack."""

from __future__ import annotations

import time

INTERVAL = 1.0
"""Seconds from the start of one request to the start of the next."""


class Throttle:
    """Waits until the next request may start."""

    def __init__(self) -> None:
        self._next = 0.0

    def wait(self) -> None:
        """Waits until the next request may start; the first time it returns at once."""
        now = time.monotonic()
        time.sleep(max(self._next - now, 0))
        self._next = max(self._next, now) + INTERVAL
