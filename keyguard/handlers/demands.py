"""Calls that go no further unless something is so: assertions, ``abort_unless``, ``raise``."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.comparisons import Comparisons
from keyguard.handlers.syntax import Node
from keyguard.handlers.values import UNKNOWN, Value

ASSERTIONS = frozenset({
    "abort_unless", "throw_unless", "require", "check", "requireNotNull", "checkNotNull", "assert",
    "invariant", "hasText", "hasLength", "notNull", "requireNonNull", "ok", "notEmpty", "isTrue",
    "ThrowIfNull", "ThrowIfNullOrEmpty", "ThrowIfNullOrWhiteSpace", "state", "checkState",
    "checkArgument",
})  # fmt: skip
"""They stop unless their first argument is true, or there."""
_ASSERTS_OF = frozenset({
    "", "Assert", "assert", "Objects", "Preconditions", "ArgumentException", "Validate", "tiny",
    "ArgumentNullException",
})  # fmt: skip
"""What those are called on, if on anything."""
_REFUSALS = frozenset({"abort_if", "throw_if"})
"""They stop if their first argument is true."""
RAISES = frozenset({"raise", "fail", "error", "TODO"})
"""They stop, in Ruby and Kotlin."""


def is_demand(node: Node, path: Sequence[str]) -> bool:
    """Whether a call may stop by what its first argument is."""
    if node.name in _REFUSALS:
        return True
    return node.name in ASSERTIONS and len(path) <= 2 and (len(path) == 1 or path[0] in _ASSERTS_OF)


class Demands(Comparisons):
    """Calls that may stop a run."""

    def demand(self, node: Node, path: Sequence[str], given: Sequence[Value]) -> Value | None:
        """What a demand gives back; None if the call is none. Raises ``Ended`` if it is not met."""
        if node.name in RAISES and len(path) == 1 and self.language.name in ("Ruby", "Kotlin"):
            status = self.status_of(node) if self.language.name == "Ruby" else None
            raise Ended("throw", node, Value(status=status or 500))
        if not given or not is_demand(node, path):
            return None
        known = given[0].is_true
        if known is not None and known == (node.name in _REFUSALS):
            raise Ended("throw", node, Value(status=self.status_of(node) or 500))
        return given[0] if node.name.lower().endswith("null") else UNKNOWN
