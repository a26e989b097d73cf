"""Which brackets enclose a position, innermost first."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from keyguard.context.window import KEPT
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_BRACKET = lazy_pattern(r"[{}\[\]]")
_NONE = -1


class Brackets(NamedTuple):
    """The brackets of a text in order, each by its number; a negative number stands for none."""

    places: array[int]
    innermost: array[int]
    """The opening bracket that is still open behind each bracket."""
    around: array[int]
    """The opening bracket that was open in front of each bracket."""
    closing: array[int]
    """Where the partner of each opening bracket ends; the end of the text if it has none."""

    def enclosing(self, offset: int) -> Iterator[int]:
        """The brackets around a position, innermost first.

        Any closing bracket ends the last one that is open: a text may mix them up.
        """
        last = bisect_left(self.places, offset) - 1
        number = self.innermost[last] if last >= 0 else _NONE
        around = self.around
        while number != _NONE:
            yield number
            number = around[number]

    def span(self, number: int) -> tuple[int, int]:
        """Start and end of what is in a bracket."""
        return self.places[number], self.closing[number]


@lru_cache(maxsize=KEPT)
def brackets_of(text: str) -> Brackets:
    """The brackets of a text. Those in strings mislead it; configurations hardly have any."""
    found = Brackets(array("q"), array("q"), array("q"), array("q"))
    current = _NONE
    for number, bracket in enumerate(_BRACKET.finditer(text)):
        found.places.append(bracket.start())
        found.around.append(current)
        found.closing.append(len(text))
        if bracket[0] in "{[":
            current = number
        elif current != _NONE:
            found.closing[current] = bracket.end()
            current = found.around[current]
        found.innermost.append(current)
    return found
