"""What code makes of a header or a secret: other forms, parts, comparisons by a call."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.demands import Demands
from keyguard.handlers.syntax import Node, path_of, walk
from keyguard.handlers.values import MISSING, UNKNOWN, State, Tag, Value, truth
from keyguard.handlers.words import (
    BEARER_CALLS,
    CUTS,
    DERIVED_TEXT,
    EMPTY_OF_NULL,
    EQUAL,
    JOINS,
    LENGTHS,
    MISSING_TESTS,
    NO_TEXT,
    OWN_TEXT,
    PART_TAKEN,
    PRESENT_TESTS,
    SPLITS,
    SUBSTRING,
    TEXT_FUNCTIONS,
    TIMING_SAFE,
    VERIFIES,
)


class Texts(Demands):
    """Calls on texts."""

    def _of_text(self, node: Node, of: Value, given: Sequence[Value]) -> Value | None:
        """What is asked of a header or a secret, or made of it."""
        name, first = node.name, given[0] if given else UNKNOWN
        if name in BEARER_CALLS and not given:
            found = self.header(node)
            return found._replace(state=State.NULL) if found.state is State.BARE else found
        about = [each for each in (of, *given) if each.tag is Tag.HEADER or each.is_checked]
        if name == "TryGetValue" and len(node.kids) > 2 and first.tag is Tag.LITERAL:
            return self._tried(node)
        if name in TIMING_SAFE and (name != "Equal" or "hmac" in path_of(node)):
            return self.constant_time(node, [of, *given] if of.tag is not Tag.NONE else given)
        if name == "join" and of.tag is Tag.LIST:
            return self.joined(node, of.items, written=True)
        if not about:
            return None
        if name in EQUAL or (name == "equal" and len(given) > 1):
            pair = [each for each in (of, *given) if each.tag is not Tag.NONE or each is not of]
            if len(pair) > 1:
                return truth(self._equal_call(node, pair))
        if name in SUBSTRING and given:
            whole, part = (
                (of, first) if of.tag is not Tag.NONE or len(given) == 1 else (first, given[1])
            )
            if name == "in_array":
                whole, part = part, whole
            known = self.contains(node, whole, part)
            if known is not None or part.tag is Tag.LITERAL:
                return truth(known)
        subject = about[0]
        if name in MISSING_TESTS:
            return truth(subject.state in MISSING)
        if name in PRESENT_TESTS:
            return truth(subject.state not in MISSING)
        if name in LENGTHS:
            return Value(Tag.LENGTH, subject.state, is_split=subject.is_split)
        return self._derived(node, name, of, given, subject)

    def _equal_call(self, node: Node, pair: Sequence[Value]) -> bool | None:
        """``a.equals(b)``: never true of what is missing."""
        known = self.equal(node, pair[0], pair[1])
        if self.language.name == "Java" and any(each.state is State.NULL for each in pair[:2]):
            return False
        return known

    def _tried(self, node: Node) -> Value:
        """``headers.TryGetValue("Authorization", out var header)``."""
        found = self.header(node)
        names = [each.name for each in walk(node.kids[2]) if each.kind == "name"]
        if names:
            self.frames[-1][names[-1]] = found
        return truth(found.state not in MISSING)

    def _derived(
        self, node: Node, name: str, of: Value, given: Sequence[Value], subject: Value
    ) -> Value | None:
        """Another form of a text, if that is what the call makes."""
        is_method = of is subject
        if name in SPLITS:
            text = "partition" if name == "partition" else ""
            if subject.state is State.NULL and is_method:
                return self.piece(node, subject)._replace(is_split=True)
            return subject._replace(is_split=True, text=text)
        if name in PART_TAKEN and subject.is_split:
            return self.part_of(node, subject, first=name in ("shift", "first"))
        if name in DERIVED_TEXT:
            return self.piece(node, subject)
        if name in JOINS:
            return self.joined(node, [of, *given], written=True)
        if name in self.module.functions and not is_method:
            return None
        if name in CUTS:
            is_there = truth(subject.state is State.SET)
            return Value(Tag.LIST, items=(self.piece(node, subject), is_there))
        if is_method:
            if name in NO_TEXT:
                return None
        else:
            if VERIFIES.search(name):
                return None
            called = node.kids[0].kind
            if of.tag is Tag.NONE and called == "member":
                return subject if name in TEXT_FUNCTIONS else None
            if called == "name" and name not in TEXT_FUNCTIONS:
                return None
        return self._of_null(node, subject, is_method) if subject.state is State.NULL else subject

    def _of_null(self, node: Node, subject: Value, is_method: bool) -> Value:
        """Another form of what is missing."""
        if is_method and node.name not in OWN_TEXT:
            return self.piece(node, subject)
        if node.name in EMPTY_OF_NULL:
            return subject._replace(state=State.EMPTY)
        if node.name == "from" and subject.is_checked:
            raise Ended("throw", node, Value(status=500))
        return subject
