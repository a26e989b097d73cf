"""What a route gets from the group that it is added to: a prefix, and what runs before it."""

from __future__ import annotations

from keyguard.handlers.frameworks.middleware import guards, resolved
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node

_GROUPS = frozenset({"With", "Group", "group", "Route", "route", "MapGroup", "basePath", "prefix"})
"""Calls that make a group: a prefix, and middleware behind it."""
_DEEPEST = 8


def group_of(module: Module, call: Node) -> tuple[str, tuple[Node, ...], bool]:
    """The prefix of a route's group, the functions that run before it, and whether all are known.

    ``call`` adds the route: the group is its receiver, or what its receiver was set to.
    """
    prefix: list[str] = []
    chain: tuple[Node, ...] = ()
    is_known = True
    node: Node | None = call.kids[0].kids[0] if call.kids[0].kind == "member" else None
    for _ in range(_DEEPEST):
        if node is None:
            break
        if node.kind == "name":
            node = module.made.get(node.name)
            continue
        if node.kind == "call" and node.name in _GROUPS:
            prefix += [each.name for each in node.kids[1:] if each.kind == "string"]
            for argument in node.kids[1:]:
                if argument.kind != "func":
                    functions, known = resolved(module, argument)
                    chain = (*functions, *chain)
                    is_known = is_known and known
        is_known = is_known and not guards(node)
        node = node.kids[0] if node.kids else None
    return "".join(reversed(prefix)), chain, is_known
