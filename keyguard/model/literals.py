"""Whether any of some literals is in content: looked for all at once where that is loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Search = Callable[[bytes], bool]


class AtOnce:
    """What looks for several literals in one pass, once that is loaded."""

    def __init__(self) -> None:
        self.compile: Callable[[Sequence[bytes]], Search] | None = None


AT_ONCE = AtOnce()
"""That of this process."""


class Literals:
    """Literals that are looked for together."""

    def __init__(self, literals: Sequence[bytes]) -> None:
        self._rarest = [(_rarest_in(each), each) for each in literals]
        self._search: Search | None = None

    def any_in(self, data: bytes) -> bool:
        """Whether any of them is in the content."""
        if self._search is None and AT_ONCE.compile is not None:
            self._search = AT_ONCE.compile([literal for _, literal in self._rarest])
        if self._search is not None:
            return self._search(data)
        return any(byte in data and literal in data for byte, literal in self._rarest)


def _rarest_in(literal: bytes) -> bytes:
    """The byte that most text has none of, which is seen many times faster."""
    return bytes([min(literal, key=lambda each: (0x20 <= each < 0x7F, each))])
