"""Functions that a framework runs on the server, in a file whose other code goes to browsers."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from keyguard.context.window import KEPT, window_at
from keyguard.model.patterns import lazy_pattern

_DECLARATION = lazy_pattern(
    r"^(?:export[ \t]+)?(?:default[ \t]+)?(?:async[ \t]+)?(?:function|const|let|var|class)[ \t]*\*?"
    r"[ \t]*(\w{1,100})",
    re.MULTILINE,
)
_SERVER_CALL = lazy_pattern(
    r"(?<![\w$.\"'`])(?:(?:(?:routeLoader|routeAction|globalAction|server)\$|createServerOnlyFn)"
    r"(?:<[^<>()\n]{0,80}>)?\(|server\s?:\s?\{\s{0,40}handlers\s?:\s?\{)"
    r"|\bcreateServerFn\b[^\0]{0,600}?\.handler\("
    r"|\bcreate(?:Middleware|IsomorphicFn)\b[^\0]{0,600}?\.server\("
)
"""Calls whose function is the server's: of Qwik (https://qwik.dev/docs/route-loader/,
https://qwik.dev/docs/server$/; a build of 1.20 has none of it in what browsers get), and of
TanStack Start, whose loaders run in browsers as well
(https://tanstack.com/start/latest/docs/framework/react/guide/execution-model)."""
_NEXT_STATEMENT = lazy_pattern(r"^(?:\}|export\b)", re.MULTILINE)
_BRACKET = lazy_pattern(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[(){}\[\]]")
"""A bracket, or a literal in which they count for nothing."""
_OPENING, _CLOSING = "([{", ")]}"
_USE_SERVER = lazy_pattern(r"\{\s{0,40}[\"']use server[\"']")
_SERVER_FUNCTIONS = frozenset((
    "loader", "action", "getServerSideProps", "getStaticProps", "getStaticPaths",
    "getInitialServerProps", "generateMetadata", "generateStaticParams",
))  # fmt: skip
"""Exports that a framework runs on the server and removes from the bundle."""
_ROUTE_FUNCTIONS = _SERVER_FUNCTIONS - {"generateMetadata", "generateStaticParams"}
"""Exports beside which a component is the browser's; metadata is beside server components."""
_COMPONENT_FILES = (".jsx", ".tsx")


def in_server_function(text: str, offset: int) -> bool:
    """Whether the function around ``text[offset]`` never leaves the server."""
    window = window_at(text, offset)
    position = offset - window.start
    return _is_in_export(text, offset) or any(
        _is_open(window.text, opened, position) for opened in _openings(window.text)
    )


def in_component(path: str, text: str, offset: int) -> bool:
    """Whether ``text[offset]`` is in a component of a route that has functions for the server.

    What the file imports says nothing then: a build takes the functions and their imports out of
    what browsers get (https://reactrouter.com/explanation/code-splitting).
    """
    if not path.endswith(_COMPONENT_FILES):
        return False
    declared = _declared_before(text, offset)
    if declared is None or "function" not in declared[0]:
        return False
    return declared[1][0].isupper() and bool(_declared_names(text) & _ROUTE_FUNCTIONS)


def _declared_before(text: str, offset: int) -> re.Match[str] | None:
    """The last declaration in front of a position; its own positions are those in its window."""
    window = window_at(text, offset)
    declared = _declarations(window.text)
    index = bisect_right(declared, offset - window.start, key=_end) - 1
    return declared[index] if index >= 0 else None


def _is_in_export(text: str, offset: int) -> bool:
    """Whether a position is in one of the functions that a framework knows by their names."""
    declared = _declared_before(text, offset)
    if declared is None or declared[1] not in _SERVER_FUNCTIONS:
        return False
    window = window_at(text, offset)
    return _NEXT_STATEMENT.search(window.text, declared.end(), offset - window.start) is None


def _is_open(text: str, opened: int, position: int) -> bool:
    """Whether the bracket that ends at ``opened`` is not closed in front of a position."""
    depth = 1
    for token in _BRACKET.finditer(text, opened, max(opened, position)):
        if token[0] in _CLOSING:
            depth -= 1
        elif token[0] in _OPENING:
            depth += 1
        if not depth:
            return False
    return opened <= position


@lru_cache(maxsize=KEPT)
def _declarations(window: str) -> list[re.Match[str]]:
    return list(_DECLARATION.finditer(window))


@lru_cache(maxsize=KEPT)
def _openings(window: str) -> list[int]:
    """Where functions begin that run on the server."""
    calls = [found.end() for found in _SERVER_CALL.finditer(window)]
    return [*calls, *(found.start() + 1 for found in _USE_SERVER.finditer(window))]


@lru_cache(maxsize=KEPT)
def _declared_names(text: str) -> frozenset[str]:
    return frozenset(found[1] for found in _DECLARATION.finditer(text))


def _end(found: re.Match[str]) -> int:
    return found.end()
