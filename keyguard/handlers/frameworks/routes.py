"""Handlers that are handed to a call with a route: express, Laravel, gin, Sinatra."""

from __future__ import annotations

import re
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


def changed_routes(module: Module) -> tuple[str, ...]:
    """The routes at which something can be changed or deleted."""
    routes = (
        next((each.name for each in call.kids[1:] if each.kind == "string"), "")
        or _outer_route(call)
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
        name = call.name
        if name not in ROUTE_CALLS and not (name == "use" and is_handler_of_use(call)):
            continue
        arguments = call.kids[1:]
        route = next(
            (each.name for each in arguments if each.kind == "string"), ""
        ) or _outer_route(call)
        if not arguments or (
            not route and name not in _WITHOUT_ROUTE and arguments[0].kind != "object"
        ):
            continue
        if len(call.kids[0].kids) == 0 and name in (
            "match",
            "route",
            "all",
            "any",
            "on",
            "options",
            "Map",
            "Add",
        ):
            continue
        if re.match(r"(?:GET|PUT|DELETE|PATCH|HEAD) ", route):
            continue
        if name in ("on", "Method", "MethodFunc", "Add", "match", "MapMethods") and not _names_post(
            module, call
        ):
            continue
        given = [resolved(module, each) for each in arguments]
        if name == "route" and arguments[0].kind == "object":
            yield from _by_options(module, arguments[0])
            continue
        functions = [each for inner, _ in given for each in inner]
        if not functions or (not given[-1][0] and arguments[-1].kind in ("name", "member")):
            continue
        prefix, before, known = group_of(module, call)
        known = known and all(each for _, each in given) and not _is_chained(module, call)
        chain = (*before, *functions[:-1])
        yield Candidate(functions[-1], prefix + route, name, chain, not known)


def _names_post(module: Module, call: Node) -> bool:
    return "post" in module.text(call)[:300].lower()


def _is_chained(module: Module, call: Node) -> bool:
    """Whether something is done to a route behind its call, as ``.middleware("auth")``."""
    after = module.text(Node("seq", call.end, call.end + 120))
    return bool(
        re.match(
            r"\s*(?:->|\.)\s*(?:middleware|RequireAuthorization|AddEndpointFilter|guard)", after
        )
    )


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
