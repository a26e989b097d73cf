"""What encloses a position in a text: the heads of its brackets, or of its indented blocks.

The text is read like no language in particular: strings end on their line, brackets pair, and a
block of Python or YAML is indented deeper than the line above it, which ends with a colon.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from keyguard.model.patterns import lazy_pattern

REACH = 2_000
"""Characters in front of a position within which whatever encloses it must begin."""
LONGEST_HEAD = 160
"""Characters in front of a bracket that are its head."""
REMEMBERED = 256
"""Texts in front of a position to remember: versions of a file share most of them."""

_STRING = r"""\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`"""
_TOKENS = lazy_pattern(rf"\(|\[|\{{|\)|\]|\}}|{_STRING}")
"""Each begins with a literal character, which is looked for many times faster than a class."""
_OPENING, _CLOSING = "([{", ")]}"
_ENDS_HEAD = "\n;{}"
_BLOCK = lazy_pattern(r"[ \t]*(?:- )?(?P<head>[^\n#]{1,160}?)[ \t]*:[ \t]*(?:\||#[^\n]*)?\Z")


def enclosing_brackets(text: str, position: int) -> tuple[str, ...]:
    """The head of each bracket open at a position, with the bracket; the innermost first."""
    begin = max(0, position - REACH)
    if begin:
        begin = text.find("\n", begin, position) + 1 or begin
    first = max(0, begin - LONGEST_HEAD)
    return _open_at_end(text[first:position], begin - first)


@lru_cache(REMEMBERED)
def _open_at_end(text: str, begin: int) -> tuple[str, ...]:
    """The heads of the brackets that are opened from ``begin`` on, and not closed."""
    opened: list[int] = []
    for token in _TOKENS.finditer(text, begin):
        if token[0] in _OPENING:
            opened.append(token.start())
        elif opened and token[0] in _CLOSING:
            opened.pop()
    return tuple(_head(text, at) for at in reversed(opened))


def enclosing_blocks(text: str, position: int) -> tuple[str, ...]:
    """The head of each block around a line, without its colon, the innermost first."""
    return _blocks_at_end(text[max(0, position - REACH) : position])


@lru_cache(REMEMBERED)
def _blocks_at_end(text: str) -> tuple[str, ...]:
    *above, line = text.split("\n")
    return tuple(_blocks_above(above, _indent(line)))


def _blocks_above(above: list[str], indent: int) -> Iterator[str]:
    for line in reversed(above):
        if indent == 0:
            return
        if line.strip() and _indent(line) < indent:
            indent = _indent(line)
            if block := _BLOCK.fullmatch(line.rstrip("\r")):
                yield block["head"]


def _head(text: str, bracket: int) -> str:
    """``orderBy: {``, and ``enum Scope {`` if the bracket has a line of its own."""
    before = text[max(0, bracket - LONGEST_HEAD) : bracket].rstrip()
    end_of_last = max(map(before.rfind, _ENDS_HEAD))
    return " ".join([*before[end_of_last + 1 :].split(), text[bracket]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
