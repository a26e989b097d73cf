"""Handlers known by the name that a module gives them: Next, Lambda, Workers, Firebase."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.handlers.frameworks.candidate import Candidate
from keyguard.handlers.frameworks.middleware import (
    HARMLESS_MIDDLEWARE,
)
from keyguard.handlers.frameworks.routes import ROUTE_CALLS
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, path_of, walk

EXPORTS = frozenset({
    "POST", "handler", "onRequestPost", "onRequest", "action", "fetch", "webhook", "lambda_handler",
    "main", "ALL", "doPost", "lambdaHandler",
})  # fmt: skip


def by_export(module: Module) -> Iterator[Candidate]:
    """What a module offers under a name that means a handler."""
    for node in walk(module.root):
        if (
            node.kind == "func"
            and node.exported
            and (node.name in EXPORTS or node.exported == "default")
        ) or (node.kind == "func" and node.name in EXPORTS and len(node.params) >= 1):
            yield Candidate(node, "", node.name)
        elif node.kind == "assign" and len(node.kids) == 2:
            yield from _by_assignment(module, node)
        elif node.kind == "call" and node.exported == "default" and node.name not in ROUTE_CALLS:
            for argument in node.kids[1:]:
                if argument.kind == "func":
                    yield Candidate(
                        argument,
                        "",
                        "default",
                        unresolved=not HARMLESS_MIDDLEWARE.search(node.name),
                    )


def _by_assignment(module: Module, node: Node) -> Iterator[Candidate]:
    target, value = node.kids
    path = path_of(target)
    is_export = path[:1] == ["exports"] or path[:2] == ["module", "exports"]
    if not is_export and not (target.kind == "name" and target.name in EXPORTS):
        return
    if value.kind == "func":
        yield Candidate(value, "", path[-1])
    elif value.kind == "call" and value.name not in ROUTE_CALLS:
        inner = next((each for each in value.kids[1:] if each.kind == "func"), None)
        if inner is not None:
            harmless = HARMLESS_MIDDLEWARE.search(value.name) or value.name in ("middy", "sentry")
            yield Candidate(inner, "", path[-1], unresolved=not harmless)
