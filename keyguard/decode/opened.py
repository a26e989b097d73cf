"""Archives in the digits of a text, each opened once, however often the text is decoded again."""

from __future__ import annotations

from keyguard.encodings.digit_run import Decoded
from keyguard.model import View


class Opened:
    """The runs of digits that were opened while one text is decoded, level by level."""

    def __init__(self) -> None:
        self._spots: set[tuple[int, bytes]] = set()

    def is_new(self, view: View, run: Decoded) -> bool:
        """Whether a run was not opened at its place yet; from now on it was."""
        start, end = run.start, run.end
        while view.outer is not None:
            start, end = view.segments.outwards(start, end)
            view = view.outer
        spot = start, run.data
        is_new = spot not in self._spots
        self._spots.add(spot)
        return is_new
