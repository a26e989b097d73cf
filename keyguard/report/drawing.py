"""Lines for a terminal, in parts with or without a style: wrapped to a width, and drawn.

rich knows how wide characters are and how styles are written. Loading it takes as long as a whole
hook, so plain text without colours does without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from keyguard.model.patterns import lazy_pattern

Part = str | tuple[str, str]
"""Text, or text and its style as rich calls it: ``bold red``."""
Styled = tuple[str, str]

_WORD = lazy_pattern(r"\s*\S+\s*")


class Drawing:
    """Lines drawn one below the other."""

    def __init__(self, color: bool) -> None:
        self._color = color
        self._lines: list[str] = []

    def text(self) -> str:
        """Everything drawn so far."""
        return "".join(self._lines)

    def line(self, parts: Iterable[Part]) -> None:
        """Draws a line as it is, however long."""
        self._draw(_styled(parts))

    def prose(self, parts: Iterable[Part], width: int, indent: int, hanging: int) -> None:
        """Draws text wrapped to ``width`` columns behind the indentation.

        All lines but the first begin ``hanging`` columns further in.
        """
        styled = _styled(parts)
        breaks = _breaks("".join(text for text, _ in styled), width)
        for number, line in enumerate(_cut(styled, breaks)):
            self._draw([(" " * (indent + (hanging if number else 0)), ""), *line])

    def _draw(self, line: list[Styled]) -> None:
        while line and not line[-1][0].rstrip():
            line.pop()
        if line:
            text, style = line[-1]
            line[-1] = text.rstrip(), style
        drawn = (_painted(*part) if self._color and part[1] else part[0] for part in line)
        self._lines.append("".join(drawn) + "\n")


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _styled(parts: Iterable[Part]) -> list[Styled]:
    return [(part, "") if isinstance(part, str) else part for part in parts]


@lru_cache(maxsize=256)  # most findings of a report have the same message
def _breaks(text: str, width: int) -> tuple[int, ...]:
    """Where lines have to end: in front of a word, and within one that no line has room for."""
    breaks: list[int] = []
    column = 0
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        needed = columns(word.rstrip())
        if needed <= width - column:
            column += columns(word)
            continue
        for piece in _pieces(word, width) if needed > width else (word,):
            if start:
                breaks.append(start)
            start += len(piece)
            column = columns(piece)
    return tuple(breaks)


def _pieces(word: str, width: int) -> Sequence[str]:
    """A word in pieces, each as wide as a line."""
    if word.isascii():
        return [word[start : start + width] for start in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _cut(parts: Sequence[Styled], breaks: Iterable[int]) -> Iterator[list[Styled]]:
    """The parts of each line."""
    ends = list(breaks)
    line: list[Styled] = []
    start = 0
    for text, style in parts:
        end = start + len(text)
        while ends and ends[0] < end:
            at = ends.pop(0)
            yield [*line, (text[: at - start], style)]
            line, text, start = [], text[at - start :], at
        line.append((text, style))
        start = end
    yield line


@cache
def _painter(style: str) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render("\0", color_system=ColorSystem.STANDARD)


def _painted(text: str, style: str) -> str:
    return _painter(style).replace("\0", text) if text else ""
