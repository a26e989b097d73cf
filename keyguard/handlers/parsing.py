"""Code as a tree, where that takes no longer than code does.

What is no code makes a parser look for a way out. One that is recovering reads on to the end of the
text at each sign, and carries along all brackets that are open: both grow with the square of the
text (seen with tree-sitter 0.26.1).
"""

from __future__ import annotations

from keyguard.handlers.case import TooLongError
from keyguard.handlers.languages import parser_of
from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Tree

MOST_READS = 1_000
"""How often the parser may go on to another part of the text; files of real projects take 15."""
PART = 1 << 16
"""Bytes that it is given at a time."""
DEEPEST = 1_000
"""Brackets that are open at once; files of real projects have 40 at most."""
_BRACKET = lazy_pattern(rb"[()\[\]{}]")


def parsed(data: bytes, extension: str) -> Tree:
    """The tree of a file that ends so.

    Raises ``TooLongError`` where it would take too long, and ``GrammarMissingError``.
    """
    if _depth(data) > DEEPEST:
        raise TooLongError
    reads = 0

    def part(start: int, _: object) -> bytes:
        nonlocal reads
        reads += 1
        return data[start : start + PART] if reads <= MOST_READS else b""

    tree = parser_of(extension).parse(part)
    if reads > MOST_READS:
        raise TooLongError
    return tree


def _depth(data: bytes) -> int:
    """How many brackets are open at once."""
    deepest = depth = 0
    for bracket in _BRACKET.finditer(data):
        depth = depth + 1 if bracket[0] in b"([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
