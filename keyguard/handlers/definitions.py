"""Functions, classes and assignments of a grammar's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyguard.handlers.syntax import Node, Param

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

    from keyguard.handlers.languages.language import Row

from keyguard.handlers.lowering import Lowering


class Definitions(Lowering):
    """What gives something a name."""

    def _func(self, tree: Tree, row: Row, depth: int) -> Node:
        name = self._part(tree, row[1])
        body = tree if row[3] == "." else self._part(tree, row[3])
        inner = self._all(tree, "seq", depth) if body is tree else self.node(body, depth)
        if body is not None and inner.kind not in ("block", "seq") and "block" not in body.type:
            inner = self._make(body, "return", [inner])
        node = self._make(tree, "func", [inner], self.text(name) if name is not None else "")
        parameters = tree.child_by_field_name("parameter") or self._part(tree, row[2])
        node.params = tuple(self._params(parameters, depth)) if parameters is not None else ()
        node.marks = self._marks(tree)
        return node

    def _params(self, tree: Tree, depth: int) -> list[Param]:
        """The parameters; several that share a type are several."""
        if tree.type in self._language.names:
            return [Param(self.text(tree), "")]
        found: list[Param] = []
        before = ""
        for child in tree.named_children:
            text = self.text(child)
            if child.type == "parameter_modifiers":
                before = text + " "
                continue
            default = child.child_by_field_name("value") or child.child_by_field_name("right")
            for name in self._param_names(child):
                pattern = self.node(name, depth) if name.type.endswith("pattern") else None
                word = "" if pattern else self.text(name).lstrip("$")
                value = self.node(default, depth) if default is not None else None
                found.append(Param(word, before + text, pattern, value))
            before = ""
        return found

    def _param_names(self, tree: Tree) -> list[Tree]:
        if tree.type in self._language.names or tree.type.endswith("object_pattern"):
            return [tree]
        for field in ("name", "pattern", "left"):
            if found := tree.children_by_field_name(field):
                return list(found)
        return [each for each in tree.named_children if each.type in self._language.names][:1]

    def _class(self, tree: Tree, row: Row, depth: int) -> Node:
        name = self._part(tree, row[1])
        body = self._part(tree, row[2])
        kids: list[Node] = []
        if body is not None:
            kids = list(self._all(body, "block", depth).kids)
            header = self._source[tree.start_byte : body.start_byte].decode("utf-8", "replace")
        else:
            header = self.text(tree)
        node = self._make(tree, "class", kids, self.text(name) if name is not None else "")
        node.bases = header[-400:]
        node.marks = self._marks(tree)
        for child in tree.named_children:
            if child.type == "primary_constructor" and child.named_children:
                node.params = tuple(self._params(child.named_children[0], depth))
        return node

    def _export(self, tree: Tree, row: Row, depth: int) -> Node:
        """What a module offers: marked, so that a framework's names are known by it."""
        node = self._all(tree, "seq", depth)
        word = "default" if self._has(tree, "default") else "named"
        for kid in node.kids:
            kid.exported = word
            kid.marks = (*self._marks(tree), *kid.marks)
            for inner in kid.kids if kid.kind == "seq" else ():
                inner.exported = word
        return node

    def _assign(self, tree: Tree, row: Row, depth: int) -> Node:
        target, value = self._part(tree, row[1]), self._part(tree, row[2])
        if target is None or value is None or value == target:
            return self._all(tree, "seq", depth)
        node = self._make(tree, "assign", [self.node(target, depth), self.node(value, depth)])
        node.marks = self._marks(tree)
        inner = node.kids[1].kids if node.kids[1].kind == "call" else (node.kids[1],)
        for each in inner:
            if each.kind == "func":
                each.name = each.name or node.kids[0].name
        return node
