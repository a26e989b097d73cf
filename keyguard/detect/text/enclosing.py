"""What encloses a place in a text: the heads of its brackets, or of its blocks by indentation.

The reading is that of no one language: strings end on their line, brackets pair, and a block of
Python or YAML is what is indented deeper than the line above it that ends with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

REACH = 2_000
"""Characters in front of a place in which what encloses it begins."""
LONGEST_HEAD = 160
"""Characters in front of a bracket that say what it is."""

_STRING = r"""\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`"""
_TOKENS = re.compile(rf"{_STRING}|(?P<bracket>[(\[{{}}\])])")
_HEAD = re.compile(r"[^\n;{}]*\Z")
_BLOCK = re.compile(r"[ \t]*(?:- )?(?P<head>[^\n#]{1,160}?)[ \t]*:[ \t]*(?:\||#[^\n]*)?\Z")


def enclosing_brackets(text: str, position: int) -> list[str]:
    """What is in front of each open bracket, the bracket last, the innermost one first."""
    begin = text.find("\n", max(0, position - REACH), position) + 1 if position > REACH else 0
    opened: list[int] = []
    for token in _TOKENS.finditer(text, begin, position):
        bracket = token["bracket"]
        if bracket and bracket in "([{":
            opened.append(token.start())
        elif bracket and opened:
            opened.pop()
    return [_head(text, at) for at in reversed(opened)]


def enclosing_blocks(text: str, position: int) -> Iterator[str]:
    """The head of each block that a line is in, without its colon, the innermost one first."""
    begin = max(0, position - REACH)
    *above, line = text[begin:position].split("\n")
    indent = _indent(line)
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
    found = _HEAD.search(before)
    words = found[0].split() if found else []
    return " ".join([*words, text[bracket]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
