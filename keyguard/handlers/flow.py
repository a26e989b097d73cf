"""Follows a handler's code for one kind of request: values through variables, conditions, helpers.

Conditions about the header, the secret and their comparison are known in each run. Of any other
condition both ways are gone, and the run goes on behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.expressions import Expressions
from keyguard.handlers.syntax import Node, Param, place_of
from keyguard.handlers.values import UNKNOWN, Tag, Value
from keyguard.model.handler import Act

_SAYS_STATUS = ("list", "object", "call", "number", "symbol", "await", "member")
DEEPEST_CALL = 2
"""Local helpers within one another that are followed."""


class Flow(Expressions):
    """One run: statements, variables and helpers."""

    def run(self, node: Node | None) -> None:
        """Does what a statement says."""
        if node is None:
            return
        self.step()
        statement = getattr(self, f"_run_{node.kind}", None)
        if statement:
            statement(node)
        else:
            self.value(node)

    def _run_block(self, node: Node) -> None:
        for kid in node.kids:
            if kid.kind == "func" and kid.name:
                self.frames[-1][kid.name] = Value(Tag.FUNCTION, node=kid)
        for kid in node.kids:
            self.run(kid)

    _run_seq = _run_block

    def _run_func(self, node: Node) -> None:
        if node.name:
            self.frames[-1][node.name] = Value(Tag.FUNCTION, node=node)

    def _run_class(self, node: Node) -> None:
        """Runs nothing of a class: its members count where one of them is a handler."""

    def _run_if(self, node: Node) -> None:
        known = self.value(node.kids[0]).is_true
        then, otherwise = node.kids[1], node.kids[2] if len(node.kids) > 2 else None
        if known is None:
            self.maybe(then)
            self.maybe(otherwise)
        else:
            self.run(then if known else otherwise)

    def maybe(self, node: Node | None) -> None:
        """Does what may be done, and goes on as if it had not ended there."""
        if node is None:
            return
        before, status = len(self.events), self.status
        try:
            self.run(node)
        except Ended as end:
            self.ends.append(self.place_of(end))
            answers = [
                place
                for place, event in enumerate(self.events[before:])
                if event.act is Act.ANSWERS
            ]
            if answers:
                del self.events[before + answers[0] :]
            self.status = status

    def _run_return(self, node: Node) -> None:
        if not node.kids:
            raise Ended("return", node)
        given = node.kids[0]
        value = self.value(given)
        if value.status is None and given.kind in _SAYS_STATUS:
            value = value._replace(status=self.status_of(given))
        raise Ended("return", node, value)

    def _run_throw(self, node: Node) -> None:
        value = self.value(node.kids[0]) if node.kids else UNKNOWN
        status = value.status or (self.status_of(node.kids[0]) if node.kids else None) or 500
        raise Ended("throw", node, value._replace(status=status))

    def _run_try(self, node: Node) -> None:
        try:
            self.run(node.kids[0])
        except Ended as end:
            if end.how != "throw" or len(node.kids) < 2:
                for each in node.always:
                    self.run(each)
                raise
            self.run(node.kids[1])
        for each in node.always:
            self.run(each)

    def _run_loop(self, node: Node) -> None:
        *heads, body = node.kids or (Node("seq", 0, 0),)
        for head in heads:
            if head.kind not in ("name", "list", "pattern"):
                self.value(head)
        self.maybe(body)

    def _run_branches(self, node: Node) -> None:
        for kid in node.kids:
            self.maybe(kid)

    def bind(self, target: Node, value: Value, node: Node) -> None:
        """Gives names to a value, or to its parts."""
        if target.kind == "name":
            frame = next((each for each in reversed(self.frames) if target.name in each), None)
            (self.frames[-1] if frame is None else frame)[target.name] = value
        elif target.kind == "member":
            if target.name in ("status", "statusCode", "status_code", "StatusCode"):
                self.status = self.status_of(node.kids[-1]) or self.status
            elif target.kids[0].kind == "name":
                self.frames[-1][f"{target.kids[0].name}.{target.name}"] = value
        elif target.kind == "index":
            self.frames[-1][place_of(target)] = value
        elif target.kind == "pattern":
            for kid in target.kids:
                inner = kid.kids[0] if kid.kind == "pair" and kid.kids else kid
                taken = Node("member", kid.start, kid.end, kid.name, node.kids[1:])
                part = self.of_environment(node, kid.name)
                self.bind(inner, self.member(value, taken) if part is None else part, node)
        elif target.kind in ("list", "seq"):
            for number, kid in enumerate(target.kids):
                self.bind(kid, self._part(value, number, len(target.kids), node), node)

    def _part(self, value: Value, number: int, count: int, node: Node) -> Value:
        if value.is_split:
            return self.part_of(node, value, first=number == 0, count=count)
        if value.tag is Tag.LIST and len(value.items) == count:
            return value.items[number]
        return value if number == 0 else UNKNOWN

    def call_local(
        self, function: Node, given: Sequence[Value], of: Value = UNKNOWN
    ) -> Value | None:
        """What a helper of the file gives back; None if it is not followed any more."""
        if self.depth >= DEEPEST_CALL or any(each is function for each in self.calling):
            return None
        frame: dict[str, Value] = {}
        for number, param in enumerate(self.params_of(function)):
            value = given[number] if number < len(given) else self._default(param)
            self.bind_param(frame, param, value, function)
        return self.within(function, frame)

    def _default(self, param: Param) -> Value:
        return self.value(param.default) if param.default is not None else UNKNOWN

    def bind_param(self, frame: dict[str, Value], param: Param, value: Value, at: Node) -> None:
        """Gives a parameter its value, taken apart if it is written so."""
        if param.pattern is None:
            frame[param.name] = value
            return
        self.frames.append(frame)
        self.bind(param.pattern, value, Node("assign", at.start, at.end, "", (at, at)))
        self.frames.pop()

    def within(self, function: Node, frame: Mapping[str, Value]) -> Value:
        """What a function gives back, with these variables."""
        self.depth += 1
        try:
            return self.enter(function, frame)
        except Ended as end:
            if end.how != "return":
                raise
            return end.value
        finally:
            self.depth -= 1

    def enter(self, function: Node, frame: Mapping[str, Value]) -> Value:
        """Runs a function with these variables; raises ``Ended`` where it gives something back."""
        self.frames.append(dict(frame))
        self.calling.append(function)
        try:
            return self.body_of(function)
        finally:
            self.calling.pop()
            self.frames.pop()

    def body_of(self, function: Node) -> Value:
        """Does all of a function. In some languages its last expression is what it gives back."""
        body = function.kids[0]
        if self.language.name == "Ruby" and body.kids:
            self._run_block(Node("block", body.start, body.end, "", body.kids[:-1]))
            last = body.kids[-1]
            return (
                self._value_cond(last)
                if last.kind == "if" and len(last.kids) > 2
                else self.value(last)
            )
        self.run(body)
        return UNKNOWN
