"""The ground of reading a grammar's tree: parts, children, and nodes with nothing special."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyguard.handlers.syntax import Node

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

    from keyguard.handlers.languages.language import Language, Row

DEEPEST = 100
"""Levels of the tree that are read; what is nested deeper is passed over."""


class Lowering:
    """Reads one file's tree."""

    def __init__(self, language: Language, source: bytes) -> None:
        self._language = language
        self._source = source

    def file(self, tree: Tree) -> Node:
        """All of the file."""
        return self._all(tree, "block", DEEPEST)

    def text(self, tree: Tree) -> str:
        """What is written there."""
        return self._source[tree.start_byte : tree.end_byte].decode("utf-8", "replace")

    def node(self, tree: Tree | None, depth: int) -> Node:
        """One piece of the tree; an empty one for what is missing or too deep."""
        if tree is None or depth <= 0:
            return Node("seq", 0, 0)
        row = self._language.nodes.get(tree.type)
        if row is None:
            return self._all(tree, "seq", depth)
        build = getattr(self, f"_{row[0]}", None)
        node = build(tree, row, depth - 1) if build else self._plain(tree, row, depth - 1)
        assert isinstance(node, Node)
        return node

    def _part(self, tree: Tree, where: str) -> Tree | None:
        """A child by the name of its field, or by its number among those with a name."""
        if where.lstrip("-").isdigit():
            named = [each for each in tree.named_children if "comment" not in each.type]
            number = int(where)
            return named[number] if -len(named) <= number < len(named) else None
        if where.startswith("@"):
            return next((each for each in tree.named_children if each.type == where[1:]), None)
        return tree.child_by_field_name(where)

    def _parts(self, tree: Tree, where: str) -> list[Tree]:
        """Children by the name of their field, or else by their type, behind a star."""
        if not where.startswith("*"):
            found = self._part(tree, where)
            return [found] if found is not None else []
        by_field = tree.children_by_field_name(where[1:])
        return by_field or [each for each in tree.named_children if each.type == where[1:]]

    def _make(self, tree: Tree, kind: str, kids: list[Node], name: str = "") -> Node:
        return Node(kind, tree.start_byte, tree.end_byte, name, tuple(kids))

    def _all(self, tree: Tree, kind: str, depth: int) -> Node:
        """A node of all its children, decorators handed to what they stand before."""
        kids: list[Node] = []
        marks: tuple[str, ...] = ()
        for child in tree.named_children:
            if child.type in self._language.marks:
                marks += (self.text(child),)
                continue
            kid = self.node(child, depth - 1)
            if marks and kid.kind in ("func", "class"):
                kid.marks = (*marks, *kid.marks)
            marks = ()
            if kid.kind != "skip":
                kids.append(kid)
        return self._make(tree, kind, kids)

    def _plain(self, tree: Tree, row: Row, depth: int) -> Node:
        """Kinds with nothing special: their parts in order, or all children."""
        if len(row) == 1:
            return self._all(tree, row[0], depth)
        parts = [part for where in row[1:] for part in self._parts(tree, where)]
        return self._make(tree, row[0], [self.node(part, depth) for part in parts])

    def _skip(self, tree: Tree, row: Row, depth: int) -> Node:
        return self._make(tree, "skip", [])

    def _pass(self, tree: Tree, row: Row, depth: int) -> Node:
        part = self._part(tree, row[1])
        if part is None:
            return self._all(tree, "seq", depth)
        node = self.node(part, depth)
        if node.kind in ("func", "class"):
            node.marks = (*self._marks(tree), *node.marks)
        return node

    def _has(self, tree: Tree, token: str) -> bool:
        return any(not each.is_named and each.type == token for each in tree.children)

    def _marks(self, tree: Tree) -> tuple[str, ...]:
        """The decorators, annotations and attributes among a node's children."""
        found: list[str] = []
        waiting = [each for each in tree.named_children if self._may_mark(each)]
        while waiting:
            child = waiting.pop(0)
            if child.type in self._language.marks:
                found.append(self.text(child))
            elif self._may_mark(child):
                waiting = [*child.named_children, *waiting]
        return tuple(found)

    def _may_mark(self, tree: Tree) -> bool:
        kind = tree.type
        return kind in self._language.marks or kind.startswith(("modifiers", "attribute_"))
