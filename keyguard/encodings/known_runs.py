"""What runs of digits stand for, kept in mind: one is in several windows of a text, in the whole of
it, and in its versions."""

from __future__ import annotations

from keyguard.encodings.digit_run import Decoded
from keyguard.model.prefilter import Prefilter

REMEMBERED = 4 * 1024 * 1024
"""Characters of runs."""

RunText = tuple[bool, str]
"""Whether a run is text in UTF-16 or UTF-32, and the run, with what may pad it."""


class KnownRuns:
    """What is known of runs by what one prefilter says: for another all of it is forgotten."""

    def __init__(self) -> None:
        self._prefilter: Prefilter | None = None
        self._known: dict[RunText, tuple[Decoded, ...]] = {}
        self._size = 0

    def by(self, prefilter: Prefilter) -> dict[RunText, tuple[Decoded, ...]]:
        """What is worth a look in each run, positions counted from its first character."""
        if prefilter is not self._prefilter or self._size > REMEMBERED:
            self._prefilter, self._known, self._size = prefilter, {}, 0
        return self._known

    def add(self, run: RunText, decoded: tuple[Decoded, ...]) -> None:
        """Keeps what a run stands for."""
        self._known[run] = decoded
        self._size += len(run[1])
