"""The part of a text that is read around a position, the same for all positions that are close.

What is found out about a window is kept for as long as positions in it are asked about, so that a
text with thousands of keys is read a few times and not once for each of them.
"""

from __future__ import annotations

from functools import lru_cache

from keyguard.model.record import NamedTuple

WINDOW = 64 * 1024
"""Characters that are read before a position, and after it, at the least."""
KEPT = 4
"""Windows about which each question is remembered: those of a file and of one beside it."""


class Window(NamedTuple):
    """A part of a text, and where in it that begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the whole."""
        return self.start + len(self.text)


def window_at(text: str, offset: int) -> Window:
    """What is read around ``text[offset]``."""
    return _window(text, offset // WINDOW)


@lru_cache(maxsize=KEPT)
def _window(text: str, block: int) -> Window:
    start = max(0, (block - 1) * WINDOW)
    return Window(text[start : (block + 2) * WINDOW], start)
