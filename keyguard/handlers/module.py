"""A file as its parts: functions and classes by name, and what it does when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.handlers.header_names import HeaderNames
from keyguard.handlers.syntax import Node, path_of, walk

MOST_STEPS = 300_000
"""Pieces of code that all runs through a file look at together."""


class Module:
    """The code of one file."""

    def __init__(self, root: Node, source: bytes, headers: HeaderNames) -> None:
        self.root = root
        self.headers = headers
        self._source = source
        self.functions: dict[str, Node] = {}
        """All that has a name, methods too; the first of a name counts."""
        self.made: dict[str, Node] = {}
        """The call that each variable is set to first."""
        self.settings: dict[str, Node] = {}
        """What each field or item of an object is set to first."""
        self.classes: list[Node] = []
        self.steps_left = MOST_STEPS
        self._given_back: set[int] = set()
        """Functions that another one gives back, by the identity of their nodes."""
        self._types: dict[str, str] = {}
        self._with_functions: dict[int, bool] = {}
        self.owner: dict[int, Node] = {}
        """The class of each method, by the identity of its node."""
        self.around = _enclosing(root)
        """The functions that each function is written in, the outermost first."""
        for node in walk(root):
            self._note(node)

    def _note(self, node: Node) -> None:
        """Notes what a piece of code names, sets, declares or gives back."""
        for param in node.params:
            self._types.setdefault(param.name, param.text)
        if node.kind == "func" and node.name:
            self.functions.setdefault(node.name, node)
        elif node.kind == "assign" and node.kids[-1].kind == "call":
            self.made.setdefault(node.kids[0].name, node.kids[-1])
        elif node.kind == "return" and node.kids:
            self._given_back.update(map(id, _functions_in(node.kids[0])))
        elif node.kind == "pair" and node.kids:
            self.settings.setdefault(node.name, node.kids[0])
        elif node.kind == "object":
            self._note_items(node)
        elif node.kind == "class":
            self._note_class(node)

    def _note_items(self, object_: Node) -> None:
        for item in (each for kid in object_.kids for each in kid.kids):
            if item.kind == "seq" and len(item.kids) == 2:
                self.settings.setdefault(_key(item), item.kids[1])

    def _note_class(self, class_: Node) -> None:
        self.classes.append(class_)
        for kid in class_.kids:
            if kid.kind == "assign":
                self.settings.setdefault(kid.kids[0].name, kid.kids[1])
            for each in (kid, *kid.kids):
                if each.kind == "func":
                    self.owner[id(each)] = class_

    def has_function(self, node: Node) -> bool:
        """Whether a function is written in a piece of code."""
        if id(node) not in self._with_functions:
            found = any(kid.kind == "func" for kid in walk(node))
            self._with_functions[id(node)] = found
        return self._with_functions[id(node)]

    def is_named(self, function: Node) -> bool:
        """Whether it has a name, or is what another function gives back."""
        return bool(function.name) or id(function) in self._given_back

    def origin(self, path: list[str]) -> str:
        """What made the receiver of a call, or the type that it is declared with."""
        owner = path[1] if path[0] in ("this", "self", "") and len(path) > 2 else path[0]
        made = self.made.get(owner)
        return "/".join(path_of(made)) if made is not None else self._types.get(owner, "")

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


def _key(item: Node) -> str:
    """The name of a field that is set, in Go."""
    return next((each.name for each in walk(item.kids[0]) if each.name), "")


def _functions_in(given: Node) -> Iterator[Node]:
    """``func(c) {...}``, also within one call, as ``http.HandlerFunc(func(w, r) {...})``."""
    candidates = given.kids[1:] if given.kind == "call" else (given,)
    return (each for each in candidates if each.kind == "func")


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
