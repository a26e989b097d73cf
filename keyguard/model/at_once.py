"""Expressions that merely have to match somewhere, tried by a fast engine where one is loaded."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Search = Callable[[bytes], bool]


class AtOnce:
    """Tries several expressions in one pass, once the engine is loaded."""

    def __init__(self) -> None:
        self.compile: Callable[[Sequence[bytes]], Search] | None = None


AT_ONCE = AtOnce()
"""The engine of this process."""


class Expression:
    """An expression without flags and without a NUL, in the syntax that both engines share."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._pattern = lazy_pattern(text)
        self._search: Search | None = None

    def is_in(self, data: bytes) -> bool:
        """Whether the expression matches anywhere."""
        if AT_ONCE.compile is None:
            return self._pattern.search(data) is not None
        if self._search is None:
            self._search = AT_ONCE.compile([self._text])
        return self._search(data)
