"""Handlers that are handed to a call with a route: express, Laravel, gin, Sinatra."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.handlers.frameworks.candidate import Candidate
from keyguard.handlers.frameworks.groups import group_of
from keyguard.handlers.frameworks.middleware import (
    calls_of,
    in_options,
    is_handler_of_use,
    resolved,
)
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, walk
from keyguard.model.patterns import lazy_pattern

_METHODS = 300
"""Characters of a call in which its route and the methods of HTTP are."""
_NEXT_CALL = 120
"""Bytes behind a call in which the next method of the chain is named."""

ROUTE_CALLS = frozenset({
    "post", "all", "any", "Any", "POST", "HandleFunc", "Handle", "Post", "MapPost", "Map", "All",
    "MapMethods", "add_post", "add_route", "add_url_rule", "route", "match", "Match", "onRequest",
    "createServer", "serve", "Method", "MethodFunc", "Add", "onCall", "http", "defineEventHandler",
    "eventHandler", "on", "options",
})  # fmt: skip
"""Calls that take a handler, most of them behind a route."""


_WITHOUT_ROUTE = frozenset({
    "onRequest", "createServer", "serve", "http", "defineEventHandler", "eventHandler",
})  # fmt: skip


_CHANGES = frozenset({"put", "patch", "delete", "PUT", "PATCH", "DELETE", "Put", "Patch", "Delete",
                      "MapPut", "MapPatch", "MapDelete", "del"})  # fmt: skip


_READS = frozenset({"get", "head", "GET", "HEAD", "Get", "Head", "MapGet"})


_OF_ROUTER = frozenset({"match", "route", "all", "any", "on", "options", "Map", "Add"})
"""Names that many functions have: only a method of something, such as a router, sets up a route."""


_WITH_METHOD = frozenset({"on", "Method", "MethodFunc", "Add", "match", "MapMethods"})
"""Calls that are told the methods of HTTP by an argument."""


_OTHER_METHOD = lazy_pattern(r"(?:GET|PUT|DELETE|PATCH|HEAD) ")
"""The beginning of a route that names another method than POST."""


_THEN = lazy_pattern(r"\s*(?:->|\.)\s*(?:middleware|RequireAuthorization|AddEndpointFilter|guard)")


def changed_routes(module: Module) -> tuple[str, ...]:
    """The routes at which something can be changed or deleted."""
    routes = (
        _own_route(call) or _outer_route(call)
        for call in calls_of(module)
        if call.name in _CHANGES and len(call.kids) > 1
    )
    return tuple(filter(None, routes))


def for_other_methods(module: Module) -> set[int]:
    """The functions that answer what no webhook sends, by the identity of their nodes."""
    return {
        id(function)
        for call in calls_of(module)
        if call.name in _CHANGES | _READS and any(each.kind == "string" for each in call.kids[1:2])
        for argument in call.kids[2:]
        for function in resolved(module, argument)[0]
    }


def by_route(module: Module) -> Iterator[Candidate]:
    """The last function of each call that sets up a route."""
    for call in calls_of(module):
        if call.name not in ROUTE_CALLS and not (call.name == "use" and is_handler_of_use(call)):
            continue
        route = _own_route(call) or _outer_route(call)
        if not _sets_up_post(module, call, route):
            continue
        if call.name == "route" and call.kids[1].kind == "object":
            yield from _by_options(module, call.kids[1])
        else:
            yield from _by_arguments(module, call, route)


def _sets_up_post(module: Module, call: Node, route: str) -> bool:
    """Whether a call with a handler sets up a route that answers POST."""
    name, arguments = call.name, call.kids[1:]
    if not arguments or _OTHER_METHOD.match(route):
        return False
    if not route and name not in _WITHOUT_ROUTE and arguments[0].kind != "object":
        return False
    if name in _OF_ROUTER and not call.kids[0].kids:
        return False
    return name not in _WITH_METHOD or _names_post(module, call)


def _by_arguments(module: Module, call: Node, route: str) -> Iterator[Candidate]:
    """``app.post("/x", before, handler)``"""
    arguments = call.kids[1:]
    resolutions = [resolved(module, each) for each in arguments]
    functions = [each for found, _ in resolutions for each in found]
    is_elsewhere = not resolutions[-1][0] and arguments[-1].kind in ("name", "member")
    if not functions or is_elsewhere:
        return
    prefix, before, is_known = group_of(module, call)
    is_known = is_known and all(known for _, known in resolutions) and not _is_chained(module, call)
    chain = (*before, *functions[:-1])
    yield Candidate(functions[-1], prefix + route, call.name, chain, not is_known)


def _names_post(module: Module, call: Node) -> bool:
    return "post" in module.text(call)[:_METHODS].lower()


def _is_chained(module: Module, call: Node) -> bool:
    """Whether something is done to a route behind its call, as ``.middleware("auth")``."""
    after = module.text(Node("seq", call.end, call.end + _NEXT_CALL))
    return bool(_THEN.match(after))


def _own_route(call: Node) -> str:
    """The first literal among the arguments; empty if there is none."""
    return next((each.name for each in call.kids[1:] if each.kind == "string"), "")


def _outer_route(call: Node) -> str:
    """``router.route("/x").post(...)``"""
    inner = call.kids[0].kids[0] if call.kids[0].kids else call
    while inner.kind in ("call", "member") and inner.kids:
        if inner.kind == "call" and inner.name == "route" and len(inner.kids) > 1:
            return inner.kids[1].name
        inner = inner.kids[0]
    return ""


def _by_options(module: Module, options: Node) -> Iterator[Candidate]:
    """``fastify.route({ method: "POST", url: "/x", handler })``"""
    pairs = {each.name: each for each in options.kids if each.kind in ("pair", "func", "name")}
    handler = pairs.get("handler")
    if handler is None or not _says_post(pairs.get("method")):
        return
    value = handler.kids[0] if handler.kind == "pair" else handler
    functions, _ = resolved(module, value)
    before, known = in_options(module, options)
    route = next((pairs[key].kids[0].name for key in ("url", "path") if key in pairs), "")
    if functions:
        yield Candidate(functions[-1], route, "route", before, not known)


def _says_post(pair: Node | None) -> bool:
    return pair is None or any("POST" in each.name.upper() for each in walk(pair))
