"""What runs before a handler, and whether all of that is in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, path_of, walk
from keyguard.model.patterns import lazy_pattern

HARMLESS_MIDDLEWARE = lazy_pattern(
    r"json|urlencoded|raw|text|cors|helmet|morgan|compress|cookie|static|limit|logger|logging|pino|bodyparser|parser"
    r"|Recover|RequestID|RealIP|requestid|timeout|poweredBy|prettyJSON|etag|multer|favicon|Recoverer|session|trace|metrics"
    r"|swagger|expressip|i18n|error|notFound|pretty|asyncHandler|catchAsync|wrap|asyncMiddleware|SetHeader|HandlerFunc"
    r"|routes|allowedMethods|responseTime|upload|HandleFunc|Logger|tryCatch|StripSlashes|CleanPath|router|routes?\b|view|waf",
    re.IGNORECASE,
)


_BEFORE_ALL = lazy_pattern(r"^@\s*\w+\.before_(?:app_)?request\b")


_FOR_ALL = frozenset({"Use", "before", "before_request", "preHandler"})
"""Calls whose arguments always run before every handler."""


_HOOKS_BEFORE = frozenset({"preHandler", "onRequest", "preValidation"})
"""The hooks of Fastify that run before a handler."""


_OF_ERRORS = 4
"""Parameters of express's middleware that runs after an error only."""


_WRAPS = lazy_pattern(r"\bhttp\.Handler(?:Func)?\b|\becho\.HandlerFunc\b")
"""The parameter of a function of Go that makes a handler of the next one."""


_GUARDS = frozenset({
    "middleware", "RequireAuthorization", "AddEndpointFilter", "AddEndpointFilterFactory", "guard",
})  # fmt: skip
_HARMLESS = lazy_pattern(r"(?:api|web|guest|bindings|cors|throttle(?::.*)?)$")
"""Middleware of Laravel that says nothing of who may call."""


def guards(call: Node) -> bool:
    """Whether a call names middleware of which only the name is seen."""
    if call.name not in _GUARDS or call.kids[0].kind != "member":
        return False
    names = [each.name for kid in call.kids[1:] for each in walk(kid) if each.kind == "string"]
    return not names or not all(map(_HARMLESS.match, names))


def for_all(module: Module) -> tuple[tuple[Node, ...], bool]:
    """What runs before every handler of the file, and whether anything of it is in another one."""
    marked = (each for each in module.functions.values() if any(map(_BEFORE_ALL.match, each.marks)))
    chain: tuple[Node, ...] = tuple(marked)
    unresolved = False
    for call in filter(_is_for_all, calls_of(module)):
        unresolved = unresolved or guards(call)
        for argument in call.kids[1:]:
            functions, known = resolved(module, argument)
            chain += tuple(each for each in functions if len(each.params) < _OF_ERRORS)
            unresolved = unresolved or not known
    return chain, unresolved


def _is_for_all(call: Node) -> bool:
    """Whether a call has its arguments run before every handler."""
    if call.name == "addHook":
        return len(call.kids) < 2 or call.kids[1].name in _HOOKS_BEFORE
    if call.name == "use":
        return not is_handler_of_use(call)
    if call.name == "middleware":
        return call.kids[0].kind == "member"
    return call.name in _FOR_ALL


def is_handler_of_use(call: Node) -> bool:
    """Whether ``use`` has a route and a function that hands on to nobody."""
    *_, last = call.kids
    is_last = last.kind == "func" and not any(each.name == "next" for each in last.params)
    return (
        is_last and len(call.kids) > 2 and call.kids[1].kind == "string" and len(last.params) >= 2
    )


def resolved(module: Module, node: Node) -> tuple[tuple[Node, ...], bool]:
    """The functions that an argument names, in the order in which they run, and whether all of it
    is known or harmless."""
    if node.kind == "func":
        return (node,), True
    harmless = bool(HARMLESS_MIDDLEWARE.search("/".join(path_of(node))))
    if node.kind in ("name", "member"):
        function = module.functions.get(node.name)
        if function is not None and _WRAPS.search(" ".join(each.text for each in function.params)):
            function = returned(function)
        return ((function,) if function is not None else ()), function is not None or harmless
    if node.kind == "call":
        function = module.functions.get(node.name)
        found: tuple[Node, ...] = (returned(function),) if function is not None else ()
        is_known = function is not None or harmless
        for argument in node.kids[1:]:
            inner, _ = resolved(module, argument) if argument.kind != "object" else ((), True)
            found += inner
        return found, is_known
    if node.kind in ("object", "pair"):
        return in_options(module, node)
    if node.kind == "list":
        parts = [resolved(module, each) for each in node.kids]
        return tuple(each for part, _ in parts for each in part), all(known for _, known in parts)
    return (), True


def in_options(module: Module, node: Node) -> tuple[tuple[Node, ...], bool]:
    """``{ preHandler: verify }``"""
    pairs = node.kids if node.kind == "object" else (node,)
    found: tuple[Node, ...] = ()
    is_known = True
    for pair in pairs:
        if pair.kind == "pair" and re.search(
            r"^(?:preHandler|onRequest|preValidation|before\w*)$", pair.name
        ):
            for value in pair.kids[0].kids if pair.kids[0].kind == "list" else pair.kids:
                functions, known = resolved(module, value)
                found += functions
                is_known = is_known and known
    return found, is_known


def returned(function: Node) -> Node:
    """The inner function of one that makes a handler, or itself."""
    inner = [each for each in walk(function.kids[0]) if each.kind == "func" and each.params]
    return inner[0] if inner else function


def calls_of(module: Module) -> Iterator[Node]:
    """Every call of a file."""
    return (node for node in walk(module.root) if node.kind == "call")
