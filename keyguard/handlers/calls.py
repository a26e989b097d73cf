"""What a call does: works, puts off, hands on to a helper of the file or to the next handler."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.answers import Answers
from keyguard.handlers.case import Ended
from keyguard.handlers.syntax import Node, path_of
from keyguard.handlers.values import UNKNOWN, Tag, Value
from keyguard.handlers.words import (
    EXITS,
    LOGS,
    VERIFIES,
    WORK_METHODS,
)
from keyguard.handlers.work import Kind, kind_of
from keyguard.model.handler import Act


class Calls(Answers):
    """Calls of a run."""

    def call_local(
        self, function: Node, given: Sequence[Value], of: Value = UNKNOWN
    ) -> Value | None:
        """What a helper of the file gives back."""
        raise NotImplementedError

    def maybe(self, node: Node | None) -> None:
        """Does what may be done."""
        raise NotImplementedError

    def _value_call(self, node: Node) -> Value:
        is_awaited = self.awaited is node
        name, path = node.name, path_of(node)
        callee = node.kids[0]
        if LOGS.match(path[0] or "?") and name not in EXITS | WORK_METHODS:
            return self._logged(node)
        of = self.value(callee.kids[0]) if callee.kind == "member" else UNKNOWN
        if self._hands_on(node, path, of):
            return self._next(node)
        given = [self.value(kid) for kid in node.kids[1:]]
        found = self.demand(node, path, given)
        if found is None:
            found = self._of_text(node, of, given)
        if found is None:
            found = self._answer(node, path, of, given)
        if found is None:
            found = self._body(node, of, given)
        if found is not None:
            return found
        return self._other_call(node, path, of, given, is_awaited)

    def _logged(self, node: Node) -> Value:
        for kid in node.kids[1:]:
            if self.value(kid).tag is Tag.BODY:
                self.event(Act.TOUCHES_BODY, node, node.name)
        return UNKNOWN

    def _hands_on(self, node: Node, path: list[str], of: Value) -> bool:
        """Whether a function calls the next handler."""
        if node.name == "next" and of.tag is Tag.NONE:
            return True
        if node.name == "doFilter" or (node.name == "_next" and self.language.name == "C#"):
            return True
        if node.name == "Next" and self.language.name in ("Go", "C#"):
            return True
        root = next((frame[path[0]] for frame in reversed(self.frames) if path[0] in frame), None)
        return root is not None and root.text == "next" and len(path) <= 2

    def _next(self, node: Node) -> Value:
        """Hands on to the next handler; with an error, to what answers errors."""
        if len(node.kids) > 1 and self.language.works_awaited:
            error = node.kids[1]
            if error.kind != "name" or error.name not in (
                "req",
                "c",
                "ctx",
                "request",
                "undefined",
            ):
                status = self.status_of(error) or 500
                raise Ended("throw", node, Value(status=status))
        raise Ended("next", node)

    def _other_call(
        self, node: Node, path: list[str], of: Value, given: Sequence[Value], is_awaited: bool
    ) -> Value:
        """A helper of the file, work, or what is put off."""
        name = node.name
        function = self._local(node, path, of)
        kind = kind_of(node, path, self.language, is_awaited, self.module.origin(path))
        if kind is Kind.DEFERS:
            self.event(Act.DEFERS, node, name)
            return UNKNOWN
        if function is not None:
            found = self.call_local(function, given, of)
            if found is not None:
                return found
        header = any(each.tag is Tag.HEADER for each in given)
        request = any(each.tag is Tag.REQUEST and each.text != "query" for each in given)
        verifies = VERIFIES.search(name) is not None
        checked = any(each.is_checked for each in given)
        if header or (request and (verifies or not function)) or (verifies and checked):
            self.unresolved = True
        self._callbacks(node, given, name)
        if kind is Kind.WORKS and not header:
            self.event(Act.WORKS, node, name)
        return UNKNOWN

    def _callbacks(self, node: Node, given: Sequence[Value], name: str) -> None:
        """Functions that are handed on are done at some time, as far as is known."""
        inner = [each.node for each in given if each.tag is Tag.FUNCTION and each.node is not None]
        if name in ("then", "finally") and inner:
            self.event(Act.WORKS, node, name)
        for function in inner:
            is_here = any(kid is function for kid in node.kids[1:])
            if is_here and self.depth < 3 and name != "catch":
                self.maybe(function.kids[0])

    def _local(self, node: Node, path: list[str], of: Value) -> Node | None:
        """The function of the file that is called, if it is one."""
        callee = node.kids[0]
        if of.tag is not Tag.NONE:
            return None
        if callee.kind == "name":
            value = self.variable(callee.name)
            if value is None:
                return self.module.functions.get(callee.name)
            return value.node if value.tag is Tag.FUNCTION else None
        if callee.kind == "member" and len(path) == 2:
            owner = path[0]
            known = {each.name for each in self.module.classes}
            if owner in ("this", "self", "s", "h", "static", "cls") or owner in known:
                return self.module.functions.get(node.name)
        return None
