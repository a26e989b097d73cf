"""What expressions are worth in a run, calls and comparisons aside."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.calls import Calls
from keyguard.handlers.case import Ended
from keyguard.handlers.syntax import Node, path_of
from keyguard.handlers.values import UNKNOWN, State, Tag, Value, is_null, literal, truth
from keyguard.handlers.words import ENV_ROOTS, HEADER_PROPERTY, NO_SECRET, SECRET
from keyguard.model.handler import Act


class Expressions(Calls):
    """Expressions of a run."""

    def run(self, node: Node | None) -> None:
        """Does what a statement says."""
        raise NotImplementedError

    def bind(self, target: Node, value: Value, node: Node) -> None:
        """Gives names to a value, or to its parts."""
        raise NotImplementedError

    def value(self, node: Node) -> Value:
        """What an expression is worth."""
        self.step()
        known = self.lookup(node)
        if known is not None:
            return known
        evaluate = getattr(self, f"_value_{node.kind}", None)
        if evaluate:
            found = evaluate(node)
            assert isinstance(found, Value)
            return found
        if hasattr(self, f"_run_{node.kind}"):
            return self._statement(node)
        return self._last(node)

    def _statement(self, node: Node) -> Value:
        """A statement in place of an expression: in some languages it has a value."""
        if node.kind == "if" and len(node.kids) > 2:
            return self._value_cond(node)
        if node.kind in ("block", "seq"):
            return self._last(node)
        self.run(node)
        return UNKNOWN

    def _last(self, node: Node) -> Value:
        found = UNKNOWN
        for kid in node.kids:
            if kid.kind in ("func", "return", "throw", "if", "block", "seq", "loop", "try"):
                self.run(kid)
            else:
                value = self.value(kid)
                found = value if value.tag is not Tag.NONE or found.tag is Tag.NONE else found
        return found

    def _value_name(self, node: Node) -> Value:
        for frame in reversed(self.frames):
            if node.name in frame:
                return frame[node.name]
        if node.name in ("true", "True", "TRUE"):
            return truth(True)
        if node.name in ("false", "False", "FALSE"):
            return truth(False)
        if is_null(found := literal(node.name)):
            return found
        if function := self.module.functions.get(node.name):
            called = self.call_local(function, ()) if self.language.name == "Ruby" else None
            return Value(Tag.FUNCTION, node=function) if called is None else called
        return self.unknown_secret(node.name)

    def set_in_file(self, name: str) -> Value | None:
        """What a field or an item of that name is set to in this file, if that can be missing."""
        node = self.module.settings.get(name)
        if node is None or name in self._sought or not SECRET.search(name):
            return None
        self._sought.add(name)
        try:
            value = self.value(node)
        except Ended:
            return None
        finally:
            self._sought.discard(name)
        if is_null(value) or (value.tag is Tag.LITERAL and not value.text):
            return self.secret(can_lack=True, empty=not is_null(value))
        return value if value.tag is Tag.SECRET else None

    def unknown_secret(self, name: str) -> Value:
        """What is set elsewhere and called a secret; it is not known whether it can be missing."""
        if SECRET.search(name) and not NO_SECRET.search(name) and not ENV_ROOTS.fullmatch(name):
            return Value(Tag.SECRET, State.SET if self.case.secret else State.NULL)
        return UNKNOWN

    def _value_string(self, node: Node) -> Value:
        return literal(node.name)

    _value_number = _value_string

    _value_symbol = _value_string

    def _value_func(self, node: Node) -> Value:
        return Value(Tag.FUNCTION, node=node)

    def _value_list(self, node: Node) -> Value:
        items = tuple(map(self.value, node.kids))
        return Value(Tag.LIST, items=items)

    def _value_object(self, node: Node) -> Value:
        """An object's values may be an answer's, or what is passed on."""
        found = [self.value(kid) for kid in node.kids]
        return next((each for each in found if each.tag is Tag.BODY), Value(Tag.LIST))

    def _value_pair(self, node: Node) -> Value:
        return self.value(node.kids[0]) if node.kids else UNKNOWN

    def _value_await(self, node: Node) -> Value:
        self.awaited = node.kids[0] if node.kids else None
        return self.value(node.kids[0]) if node.kids else UNKNOWN

    def _value_spawn(self, node: Node) -> Value:
        self.event(Act.DEFERS, node)
        return UNKNOWN

    def _value_cond(self, node: Node) -> Value:
        known = self.value(node.kids[0]).is_true
        if known is not None and len(node.kids) > 2:
            return self.value(node.kids[1] if known else node.kids[2])
        found = [self.value(kid) for kid in node.kids[1:]]
        return next((each for each in found if each.tag is not Tag.NONE), UNKNOWN)

    def _value_unary(self, node: Node) -> Value:
        value = self.value(node.kids[0])
        if node.name == "!":
            known = value.is_true
            return truth(None if known is None else not known)
        if node.name == "typeof":
            return Value(Tag.TYPE, value.state, text="typeof")
        return value

    def _value_template(self, node: Node) -> Value:
        return self.joined(node, [self.value(kid) for kid in node.kids], written=True)

    def joined(self, node: Node, parts: Sequence[Value], written: bool = False) -> Value:
        """A text of several parts. ``written`` if missing values are spelled in any language."""
        for part in parts:
            if part.is_checked:
                if self.case.secret or part.state in (State.SET, State.GUESSED):
                    return Value(Tag.EXPECTED, part.state)
                if not written and part.state is State.NULL and not self.language.joins_missing:
                    raise Ended("throw", node, Value(status=500))
                return Value(Tag.EXPECTED, State.GUESSED if part.can_lack else State.SET)
        for tag in (Tag.HEADER, Tag.BODY):
            if found := next((part for part in parts if part.tag is tag), None):
                return found
        if all(part.tag is Tag.LITERAL for part in parts):
            return literal("".join(part.text for part in parts))
        return UNKNOWN

    def _value_member(self, node: Node) -> Value:
        if node.kids[0].kind == "name":
            for frame in reversed(self.frames):
                if (key := f"{node.kids[0].name}.{node.name}") in frame:
                    return frame[key]
        of = self.value(node.kids[0])
        return self.member(of, node)

    def _value_index(self, node: Node) -> Value:
        of, key = self.value(node.kids[0]), node.kids[1]
        if of.tag is Tag.HEADER:
            if not of.is_split:
                return self.piece(node, of)
            return self.part_of(node, of, first=key.name == "0")
        if of.tag is Tag.LIST and key.kind == "number" and key.name.isdigit():
            return of.items[int(key.name)] if int(key.name) < len(of.items) else UNKNOWN
        self.value(key)
        return of if of.tag in (Tag.BODY, Tag.REQUEST) else UNKNOWN

    def _value_assign(self, node: Node) -> Value:
        target, value = node.kids[0], self.value(node.kids[1])
        self.bind(target, value, node)
        return value

    def lookup(self, node: Node) -> Value | None:
        """A header or an environment's variable, if that is what a piece of code reads."""
        is_property = node.kind == "member" and HEADER_PROPERTY.fullmatch(node.name)
        if is_property and self.says(node, r"header|request\.authorization"):
            return self.header(node)
        if node.kind == "call" and len(node.kids) == 1 and self.language.name == "Ruby":
            if HEADER_PROPERTY.fullmatch(node.name) and "request" in path_of(node):
                return self.header(node)
            if "credentials" in path_of(node)[:-1] and SECRET.search(node.name):
                return self.secret(can_lack=not node.name.endswith("!"))
        return self.looked_up(node) if node.kind in ("member", "index", "call") else None
