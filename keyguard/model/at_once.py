"""Expressions of which only matters whether they are there, looked for by a fast engine where one
is loaded."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Search = Callable[[bytes], bool]


class AtOnce:
    """What looks for several expressions in one pass, once that is loaded."""

    def __init__(self) -> None:
        self.compile: Callable[[Sequence[bytes]], Search] | None = None


AT_ONCE = AtOnce()
"""That of this process."""


class Expression:
    """One without flags and without a NUL, in the syntax that both engines share."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._pattern = lazy_pattern(text)
        self._search: Search | None = None

    def is_in(self, data: bytes) -> bool:
        """Whether it matches anywhere."""
        if AT_ONCE.compile is None:
            return self._pattern.search(data) is not None
        if self._search is None:
            self._search = AT_ONCE.compile([self._text])
        return self._search(data)
