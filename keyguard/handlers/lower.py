"""From a grammar's tree to the few kinds of code that the analysis knows, by a language's table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keyguard.handlers.syntax import Node, path_of

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

    from keyguard.handlers.languages.language import Row

from keyguard.handlers.definitions import Definitions
from keyguard.model.patterns import lazy_pattern

_WORD = lazy_pattern(r"[@$]?\w+[?!]?")
_OPERATORS = {
    "===": "==", "!==": "!=", "is": "==", "is not": "!=", "<>": "!=", "and": "&&", "or": "||",
    "?:": "??", ".": "+", "eq": "==", "not in": "not in", "equals": "==",
}  # fmt: skip
_LOOSE = "~"
"""Marks a comparison that takes a missing value for an empty one."""


class FileReader(Definitions):
    """Reads all kinds of nodes."""

    def _name(self, tree: Tree, row: Row, depth: int) -> Node:
        return self._make(tree, "name", [], self.text(tree).lstrip("$").strip())

    def _number(self, tree: Tree, row: Row, depth: int) -> Node:
        return self._make(tree, "number", [], self.text(tree).replace("_", ""))

    def _symbol(self, tree: Tree, row: Row, depth: int) -> Node:
        return self._make(tree, "symbol", [], self.text(tree).strip(":'\""))

    def _string(self, tree: Tree, row: Row, depth: int) -> Node:
        """Literal text, or a template if there are values in it."""
        pieces = list(self._pieces(tree))
        values = [each for each in pieces if each.type not in self._language.strings]
        if not values and any(self.text(each) == "$" for each in pieces):
            return self._with_dollars(tree, pieces)
        if not values:
            text = "".join(self.text(each) for each in pieces)
            if not pieces and not self._language.strings:
                text = self.text(tree).strip("\"'`")
            return self._make(tree, "string", [], text)
        kids = [
            self._make(each, "string", [], self.text(each))
            if each.type in self._language.strings
            else self.node(self._inner(each), depth)
            for each in pieces
        ]
        return self._make(tree, "template", kids)

    def _with_dollars(self, tree: Tree, pieces: list[Tree]) -> Node:
        """``"Bearer $secret"``, which the grammar takes for text behind a dollar."""
        kids: list[Node] = []
        is_name = False
        for each in pieces:
            text = self.text(each)
            if text != "$":
                kids.append(
                    self._make(
                        each,
                        "name" if is_name else "string",
                        [],
                        _first_word(text) if is_name else text,
                    )
                )
            is_name = text == "$"
        return self._make(tree, "template", kids)

    def _several(self, tree: Tree, row: Row, depth: int) -> Node:
        """A list of values; of one, the value itself."""
        node = self._all(tree, "list", depth)
        return node.kids[0] if len(node.kids) == 1 else node

    def _element(self, tree: Tree, row: Row, depth: int) -> Node:
        """An item of an array, which may have a key."""
        kids = self._all(tree, "seq", depth).kids
        if len(kids) == 2:
            return self._make(tree, "pair", [kids[1]], kids[0].name)
        return kids[0] if kids else self._make(tree, "seq", [])

    def _exit(self, tree: Tree, row: Row, depth: int) -> Node:
        callee = self._make(tree, "name", [], "exit")
        return self._make(tree, "call", [callee, *self._all(tree, "seq", depth).kids], "exit")

    def _pieces(self, tree: Tree) -> list[Tree]:
        skipped = ("string_start", "string_end", "interpolation_start", "interpolation_quote")
        found: list[Tree] = []
        for child in tree.named_children:
            if child.type == "string_content" and child.named_child_count:
                found += [each for each in child.named_children if each.type != "escape_sequence"]
            elif child.type not in skipped:
                found.append(child)
        return found

    def _inner(self, tree: Tree) -> Tree:
        """The value within an interpolation."""
        if tree.type not in self._language.interpolations:
            return tree
        inner = [each for each in tree.named_children if each.type != "interpolation_brace"]
        return inner[0] if inner else tree

    def _call(self, tree: Tree, row: Row, depth: int) -> Node:
        callee = self.node(self._part(tree, row[1]), depth)
        return self._called(tree, callee, row[2:], depth)

    def _method(self, tree: Tree, row: Row, depth: int) -> Node:
        """A call whose receiver and name are parts of its own; without receiver, a function's."""
        receiver, name = self._part(tree, row[1]), self._part(tree, row[2])
        word = self.text(name).lstrip("$") if name is not None else ""
        here = name if name is not None else tree
        if receiver is None:
            callee = Node("name", here.start_byte, here.end_byte, word)
        else:
            kids = (self.node(receiver, depth),)
            callee = Node("member", receiver.start_byte, here.end_byte, word, kids)
        return self._called(tree, callee, row[3:], depth)

    def _called(self, tree: Tree, callee: Node, rest: Row, depth: int) -> Node:
        kids = [callee]
        for where in rest:
            for part in self._parts(tree, where):
                kid = self.node(part, depth)
                kids += kid.kids if kid.kind == "seq" else [kid]
        return _lifted(self._make(tree, "call", kids, path_of(callee)[-1]))

    def _member(self, tree: Tree, row: Row, depth: int) -> Node:
        name = self._part(tree, row[2])
        word = _first_word(self.text(name)) if name is not None else ""
        node = self._make(tree, "member", [self.node(self._part(tree, row[1]), depth)], word)
        return _lifted(node)

    def _index(self, tree: Tree, row: Row, depth: int) -> Node:
        key = self.node(self._part(tree, row[2]), depth)
        while key.kind == "seq" and len(key.kids) == 1:
            key = key.kids[0]
        return self._make(tree, "index", [self.node(self._part(tree, row[1]), depth), key])

    def _binary(self, tree: Tree, row: Row, depth: int) -> Node:
        left, right = self._part(tree, row[1]), self._part(tree, row[2])
        if left is None or right is None:
            return self._all(tree, "seq", depth)
        written = self._source[left.end_byte : right.start_byte].decode("utf-8", "replace")
        operator = " ".join(re.sub(r"[()]", " ", written).split())
        name = _OPERATORS.get(operator, operator)
        if right.type == "negated_pattern":
            name = "!="
        if operator in ("==", "!=") and self._language.name in ("PHP", "JavaScript", "TypeScript"):
            name = operator + _LOOSE
        return self._make(tree, "binary", [self.node(left, depth), self.node(right, depth)], name)

    def _unary(self, tree: Tree, row: Row, depth: int) -> Node:
        operand = self._part(tree, row[1])
        if operand is None:
            return self._all(tree, "seq", depth)
        word = self._source[tree.start_byte : operand.start_byte].decode("utf-8", "replace").strip()
        name = "!" if word.rstrip("( ") in ("!", "not") else word
        return self._make(tree, "unary", [self.node(operand, depth)], name)

    def _if(self, tree: Tree, row: Row, depth: int) -> Node:
        """A condition, what is done then, and otherwise; further branches nest in the last."""
        before = [self.node(each, depth) for each in self._parts(tree, "initializer")]
        test = self.node(self._part(tree, row[1]), depth)
        then = self.node(self._part(tree, row[2]), depth)
        others = [self.node(each, depth) for where in row[3:] for each in self._parts(tree, where)]
        otherwise: Node | None = None
        for other in reversed(others):
            if other.kind == "if" and len(other.kids) == 2 and otherwise is not None:
                other.kids = (*other.kids, otherwise)
            otherwise = other
        kids = [test, then] + ([otherwise] if otherwise is not None else [])
        node = self._make(tree, "if", kids)
        return self._make(tree, "seq", [*before, node]) if before else node

    def _unless(self, tree: Tree, row: Row, depth: int) -> Node:
        node = self._if(tree, row, depth)
        test = node.kids[0]
        denied = Node("unary", test.start, test.end, "!", (test,))
        node.kids = (denied, *node.kids[1:])
        return node

    def _assert(self, tree: Tree, row: Row, depth: int) -> Node:
        test = self.node(self._part(tree, row[1]), depth)
        denied = Node("unary", test.start, test.end, "!", (test,))
        return self._make(tree, "if", [denied, self._make(tree, "throw", [])])

    def _choice(self, tree: Tree, row: Row, depth: int) -> Node:
        """A condition and two values; where the first is left out, the condition is that value."""
        if self._part(tree, row[2]) is not None:
            return self._plain(tree, ("cond", *row[1:]), depth)
        node = self._plain(tree, ("binary", row[1], row[3]), depth)
        node.name = "||"
        return node

    def _pair(self, tree: Tree, row: Row, depth: int) -> Node:
        key = self._part(tree, row[1])
        word = self.text(key).strip("\"'`:") if key is not None else ""
        return self._make(tree, "pair", [self.node(self._part(tree, row[2]), depth)], word)

    def _try(self, tree: Tree, row: Row, depth: int) -> Node:
        body = self.node(self._part(tree, row[1]), depth)
        handlers = [self.node(each, depth) for each in self._parts(tree, row[2])]
        node = self._make(tree, "try", [body, *handlers])
        always = [self.node(each, depth) for where in row[3:] for each in self._parts(tree, where)]
        if row[3:] and not always:
            always = [self.node(each, depth) for each in tree.named_children if each.type == row[3]]
        node.always = tuple(always)
        return node


def _first_word(text: str) -> str:
    found = _WORD.search(text)
    return found[0].lstrip("$") if found else ""


def _lifted(node: Node) -> Node:
    """``!a.b()`` as the denial of the call, where a grammar denies ``a`` alone."""
    holder, first = node, node.kids[0]
    if node.kind == "call" and first.kind == "member":
        holder, first = first, first.kids[0]
    if first.kind != "unary" or first.name != "!":
        return node
    holder.kids = (first.kids[0], *holder.kids[1:])
    if node.kind == "call":
        node.name = path_of(node)[-1]
    return Node("unary", node.start, node.end, "!", (node,))
