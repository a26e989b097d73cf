"""Remembers what runs of digits stand for.

A run is in several windows of a text, in the whole of it, and in its versions.
"""

from __future__ import annotations

from collections.abc import Mapping

from keyguard.encodings.digit_run import Decoded
from keyguard.model.prefilter import Prefilter

REMEMBERED = 4 * 1024 * 1024
"""Characters of runs that are remembered."""


class KnownRuns:
    """What is known of runs, as one prefilter sees them: for another one all of it is forgotten."""

    def __init__(self) -> None:
        self._prefilter: Prefilter | None = None
        self._known: dict[str, tuple[Decoded, ...]] = {}
        self._size = 0

    def by(self, prefilter: Prefilter) -> dict[str, tuple[Decoded, ...]]:
        """What is worth a look in each run, by its text and what may pad it. Positions count from
        its first character."""
        if prefilter is not self._prefilter or self._size > REMEMBERED:
            self._prefilter, self._known, self._size = prefilter, {}, 0
        return self._known

    def add(self, runs: Mapping[str, tuple[Decoded, ...]]) -> None:
        """Remembers what runs stand for."""
        self._known.update(runs)
        self._size += sum(map(len, runs))
