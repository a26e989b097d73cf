"""The part of a text that is read around a position, the same for all positions nearby.

What is found out about a window is kept while positions in it are asked about, so a text with
thousands of keys is read a few times and not once for each key.
"""

from __future__ import annotations

from functools import lru_cache

from keyguard.model.record import NamedTuple

WINDOW = 64 * 1024
"""Characters that are read in front of a position, and behind it, at least."""
KEPT = 4
"""Windows for which the answers to each question are kept: those of a file and of one beside it."""


class Window(NamedTuple):
    """A part of a text, and where in the text it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the window ends in the text."""
        return self.start + len(self.text)


def window_at(text: str, offset: int) -> Window:
    """The window around ``text[offset]``."""
    return _window(text, offset // WINDOW)


@lru_cache(maxsize=KEPT)
def _window(text: str, block: int) -> Window:
    start = max(0, (block - 1) * WINDOW)
    return Window(text[start : (block + 2) * WINDOW], start)
