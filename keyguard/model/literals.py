"""Whether content has any of some literals, which are looked for at once where that is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.model.at_once import AT_ONCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.at_once import Search


class Literals:
    """Literals that are looked for together."""

    def __init__(self, literals: Sequence[bytes]) -> None:
        self._rarest = [(_rarest_in(each), each) for each in literals]
        self._search: Search | None = None

    def any_in(self, data: bytes) -> bool:
        """Whether any of them is in the content."""
        if self._search is None and AT_ONCE.compile is not None:
            self._search = AT_ONCE.compile([_in_digits(literal) for _, literal in self._rarest])
        if self._search is not None:
            return self._search(data)
        return any(byte in data and literal in data for byte, literal in self._rarest)


def _in_digits(literal: bytes) -> bytes:
    """An expression for it: one that holds a NUL would end there."""
    return b"".join(b"\\x%02x" % byte for byte in literal)


def _rarest_in(literal: bytes) -> bytes:
    """The byte that most text has none of, which is seen many times faster."""
    return bytes([min(literal, key=lambda each: (0x20 <= each < 0x7F, each))])
