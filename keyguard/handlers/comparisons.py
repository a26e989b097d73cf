"""What comparing two values comes to in a run, and which comparisons are the check."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.lookups import Lookups
from keyguard.handlers.syntax import Node
from keyguard.handlers.values import MISSING, UNKNOWN, State, Tag, Value, is_null, truth
from keyguard.model.handler import Act, Comparison

_SCHEMES = frozenset({"bearer", "basic", "token", "bearer ", "apikey"})
_LONG = 40
"""Characters of a secret and of a header that are there."""
_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne, "==~": operator.eq, "!=~": operator.ne,
}  # fmt: skip
_TRUE, _FALSE = ("1", "true", "True"), ("0", "false", "False")


class Comparisons(Lookups):
    """Comparisons of a run."""

    def value(self, node: Node) -> Value:
        """What an expression is worth."""
        raise NotImplementedError

    def _value_binary(self, node: Node) -> Value:
        name = node.name
        if name in ("&&", "||", "??"):
            return self._either(node)
        left, right = self.value(node.kids[0]), self.value(node.kids[1])
        if name in ("==", "!=", "==~", "!=~"):
            known = self.equal(node, left, right, loose=name.endswith("~"))
            return truth(None if known is None else known == name.startswith("="))
        if name in ("in", "not in"):
            known = self.contains(node, right, left)
            return truth(None if known is None else known == (name == "in"))
        if name in _ORDER:
            return truth(_in_order(name, left, right))
        if name in ("+", "%"):
            return self.joined(node, [left, right], written=name == "%")
        return next((each for each in (left, right) if each.tag is not Tag.NONE), UNKNOWN)

    def joined(self, node: Node, parts: Sequence[Value], written: bool = False) -> Value:
        """A text of several parts."""
        raise NotImplementedError

    def _either(self, node: Node) -> Value:
        left = self.value(node.kids[0])
        known = left.is_true
        if node.name == "??" and left.tag is not Tag.NONE and left.state is not State.UNKNOWN:
            known = left.state is not State.NULL
        if known is not None and known != (node.name == "&&"):
            return left
        right = self.value(node.kids[1])
        if node.name != "&&" and known is False and left.tag is Tag.SECRET:
            return self._stand_in(left, right)
        if node.name != "&&" and known is False and left.tag is Tag.HEADER:
            if right.tag is Tag.LITERAL:
                return left._replace(state=State.NULL if is_null(right) else State.EMPTY)
            return left if right.tag in (Tag.NONE, Tag.LIST) else right
        if known is None:
            if node.name == "&&" and right.tag in (Tag.HEADER, Tag.SECRET, Tag.EXPECTED):
                return right
            if left.tag is not Tag.NONE and left.tag is not Tag.LITERAL:
                return left
            if right.truth is not None:
                return truth(right.truth if right.truth == (node.name != "&&") else None)
            return (
                right if right.tag in (Tag.HEADER, Tag.SECRET, Tag.EXPECTED, Tag.BODY) else UNKNOWN
            )
        return right

    def _stand_in(self, left: Value, right: Value) -> Value:
        """What stands in for an unset secret."""
        if right.tag is not Tag.LITERAL:
            return right if right.tag is Tag.SECRET else left._replace(state=State.SET)
        if is_null(right):
            return left
        return left._replace(state=State.EMPTY if not right.text else State.SET)

    def equal(self, node: Node, left: Value, right: Value, loose: bool = False) -> bool | None:
        """Whether two values are equal; None if that is not known."""
        for one, other in ((left, right), (right, left)):
            if Tag.TYPE in (one.tag, other.tag) or Tag.LENGTH in (one.tag, other.tag):
                return (
                    _of_kind(one, other)
                    if one.tag in (Tag.TYPE, Tag.LENGTH)
                    else _of_kind(other, one)
                )
            if one.tag is Tag.HEADER:
                return self._header_is(node, one, other, loose)
        for one, other in ((left, right), (right, left)):
            if one.is_checked:
                return self._secret_is(node, one, other)
        for one, other in ((left, right), (right, left)):
            if one.truth is not None and other.tag is Tag.LITERAL and other.text in _TRUE + _FALSE:
                return one.truth == (other.text in _TRUE)
            if one.truth is not None and other.truth is not None:
                return one.truth == other.truth
        if left.tag is right.tag is Tag.LITERAL:
            return left.text == right.text
        if Tag.FUNCTION in (left.tag, right.tag) and (is_null(left) or is_null(right)):
            return False
        return None

    def _header_is(self, node: Node, header: Value, other: Value, loose: bool) -> bool | None:
        if is_null(other):
            return header.state is State.NULL or (loose and header.state is State.EMPTY)
        if other.tag is Tag.LITERAL:
            text = other.text.strip().lower()
            if not text:
                return header.state is State.EMPTY or (loose and header.state is State.NULL)
            if text in _SCHEMES:
                return header.state is State.BARE
            self.event(Act.CHECKS, node, "literal", Comparison.EQUAL)
            return self.case.match if self.case.secret else False
        if other.truth is not None:
            return None
        self.event(Act.CHECKS, node, other.tag.value, Comparison.EQUAL)
        if self.case.secret:
            return self.case.match
        return self._guess(header, other, loose)

    def _guess(self, header: Value, other: Value, loose: bool = False) -> bool:
        """Whether a caller who guesses gets by, the secret not being set."""
        if not self.case.guess or not (other.can_lack or other.state is State.GUESSED):
            return False
        same = other.state is State.GUESSED and header.state in (State.SET, State.BARE)
        if other.state in MISSING:
            same = header.state is other.state or (loose and header.state in MISSING)
        self.let_in = self.let_in or same
        return same

    def _secret_is(self, node: Node, secret: Value, other: Value) -> bool | None:
        if is_null(other) or (other.tag is Tag.LITERAL and not other.text):
            return secret.state in MISSING
        if other.tag is Tag.LITERAL:
            return None
        if other.truth is not None or other.is_checked:
            return None
        if other.tag in (Tag.BODY, Tag.REQUEST):
            self.unresolved = True
        self.event(Act.CHECKS, node, "elsewhere", Comparison.EQUAL)
        return self.case.match if self.case.secret else False

    def contains(self, node: Node, whole: Value, part: Value) -> bool | None:
        """Whether one value has another in it, or begins or ends with it."""
        if whole.tag is Tag.LIST:
            return self._any_of(node, whole.items, part)
        if whole.tag is Tag.HEADER and part.tag is Tag.LITERAL:
            return _has_scheme(whole, part)
        if part.tag is Tag.HEADER and part.is_split is False and whole.tag is Tag.NONE:
            self.event(Act.CHECKS, node, "a list", Comparison.CONSTANT_TIME)
            return self.case.match
        pair = {whole.tag, part.tag}
        if Tag.HEADER in pair and pair & {Tag.SECRET, Tag.EXPECTED}:
            self.event(Act.CHECKS, node, "part", Comparison.SUBSTRING)
            if self.case.secret:
                return self.case.match
            self.let_in = self.let_in or self.case.guess
            return self.case.guess
        if Tag.SECRET in pair and not (whole.tag is Tag.SECRET and part.tag is Tag.LITERAL):
            self.unresolved = True
        return None

    def _any_of(self, node: Node, items: Sequence[Value], part: Value) -> bool | None:
        if part.tag is not Tag.HEADER:
            return None
        found = [self.equal(node, part, item) for item in items]
        return any(found) if None not in found else (self.case.match if found else None)

    def constant_time(self, node: Node, values: Sequence[Value]) -> Value:
        """A comparison whose time tells nothing. Most fail where one side is missing."""
        header = next((each for each in values if each.tag is Tag.HEADER), UNKNOWN)
        other = next((each for each in values if each is not header), UNKNOWN)
        nulls = [each for each in values if each.is_checked and each.state is State.NULL]
        self.event(Act.CHECKS, node, "elsewhere" if header is UNKNOWN else other.tag.value,
                   Comparison.CONSTANT_TIME)  # fmt: skip
        if self.case.secret:
            return truth(self.case.match)
        if nulls or header.state is State.NULL:
            raise Ended("throw", node, Value(status=500))
        return truth(self._guess(header, other))


def _has_scheme(header: Value, part: Value) -> bool | None:
    text = part.text.strip().lower()
    if text not in _SCHEMES and text.strip("^/ \\s") not in _SCHEMES:
        return None
    if header.state in MISSING:
        return False
    return header.state is State.SET or part.text == part.text.strip()


def _of_kind(one: Value, other: Value) -> bool | None:
    """Comparisons of methods, schemes, types and lengths with literals."""
    if one.text == "method" and other.tag is Tag.LITERAL:
        return other.text.upper() == "POST"
    if one.text == "scheme" and other.tag is Tag.LITERAL:
        return one.state in (State.SET, State.BARE)
    if one.text == "typeof" and other.tag is Tag.LITERAL and one.state is not State.UNKNOWN:
        return (other.text == "string") == (one.state is not State.NULL)
    if one.tag is Tag.LENGTH:
        return _in_order("==", one, other)
    return None


def _in_order(name: str, left: Value, right: Value) -> bool | None:
    one, other = _number(left), _number(right)
    if one is None or other is None:
        return None
    return _ORDER[name](one, other)


def _number(value: Value) -> int | None:
    if value.tag is Tag.LITERAL and value.text.isdigit():
        return int(value.text)
    if value.tag is not Tag.LENGTH or value.state is State.UNKNOWN:
        return None
    if value.is_split:
        return 2 if value.state is State.SET else 1
    return 0 if value.state in MISSING else _LONG
