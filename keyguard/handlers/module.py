"""A file as its parts: functions and classes by name, and what it does when it is loaded."""

from __future__ import annotations

from keyguard.handlers.syntax import Node, walk

MOST_STEPS = 300_000
"""Pieces of code that all runs through a file look at together."""


class Module:
    """The code of one file."""

    def __init__(self, root: Node, source: bytes) -> None:
        self.root = root
        self._source = source
        self.functions: dict[str, Node] = {}
        """All that has a name, methods too; the first of a name counts."""
        self.classes: list[Node] = []
        self.steps_left = MOST_STEPS
        self._with_functions: dict[int, bool] = {}
        self.owner: dict[int, Node] = {}
        """The class of each method, by the identity of its node."""
        self.around = _enclosing(root)
        """The functions that each function is written in, the outermost first."""
        for node in walk(root):
            if node.kind == "func" and node.name:
                self.functions.setdefault(node.name, node)
            elif node.kind == "class":
                self.classes.append(node)
                for kid in node.kids:
                    for each in (kid, *kid.kids):
                        if each.kind == "func":
                            self.owner[id(each)] = node

    def has_function(self, node: Node) -> bool:
        """Whether a function is written in a piece of code."""
        if id(node) not in self._with_functions:
            found = any(kid.kind == "func" for kid in walk(node))
            self._with_functions[id(node)] = found
        return self._with_functions[id(node)]

    def text(self, node: Node) -> str:
        """What is written there."""
        return self._source[node.start : node.end].decode("utf-8", "replace")

    def character(self, byte: int) -> int:
        """Where a byte is in the decoded text."""
        if self._source.isascii():
            return byte
        return len(self._source[:byte].decode("utf-8", "replace"))

    def before(self, node: Node, most: int = 400) -> str:
        """What is written in front of a node: its comment, as a rule."""
        return self._source[max(0, node.start - most) : node.start].decode("utf-8", "replace")


def _enclosing(root: Node) -> dict[int, tuple[Node, ...]]:
    found: dict[int, tuple[Node, ...]] = {}
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(root, ())]
    while waiting:
        node, around = waiting.pop()
        if node.kind == "func":
            found[id(node)] = around
            around = (*around, node)
        waiting += [(kid, around) for kid in (*node.kids, *node.always)]
    return found
