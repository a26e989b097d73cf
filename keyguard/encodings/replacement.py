"""A part of a text, and the text that it encodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.model.record import NamedTuple


class Replacement(NamedTuple):
    """``text[start:end]`` of a view encodes ``decoded``."""

    start: int
    end: int
    decoded: str
    name: str


def by_line(
    text: str, spots: Iterable[tuple[int, str]], end: int, name: str
) -> Iterator[Replacement]:
    """One replacement for each line up to ``end``, so that what is found in it has its line.

    ``spots``: where in the text each code begins, and the characters that it encodes.
    """
    start = last = -1
    decoded: list[str] = []
    for spot, characters in spots:
        if start < 0:
            start = spot
        elif line := text.rfind("\n", last, spot) + 1:
            yield Replacement(start, line, "".join(decoded), name)
            start, decoded = line, []
        decoded.append(characters)
        last = spot
    if decoded:
        yield Replacement(start, end, "".join(decoded), name)
