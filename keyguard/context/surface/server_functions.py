"""Functions that a framework runs on the server, in a file whose other code goes to browsers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from keyguard.context.window import KEPT, window_at
from keyguard.model.patterns import lazy_pattern

_DECLARATION = lazy_pattern(
    r"^(?:export[ \t]+)?(?:default[ \t]+)?(?:async[ \t]+)?(?:function|const|let|var|class)[ \t]*\*?"
    r"[ \t]*(\w{1,100})",
    re.MULTILINE,
)
_SERVER_CALL = lazy_pattern(r"\s{0,4}=\s{0,4}(?:routeLoader|routeAction|globalAction|server)\$\(")
"""Qwik's calls whose function is the server's (https://qwik.dev/docs/route-loader/,
https://qwik.dev/docs/server$/); a build of 1.20 has none of it in what browsers get."""
_NEXT_STATEMENT = lazy_pattern(r"^(?:\}|export\b)", re.MULTILINE)
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
    declared = _declared_before(text, offset)
    if declared is None:
        return False
    return (
        declared[1] in _SERVER_FUNCTIONS
        or _is_in_server_call(text, declared, offset)
        or _says_use_server(text, declared, offset)
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


def _is_in_server_call(text: str, declared: re.Match[str], offset: int) -> bool:
    """Whether what is declared is such a call, which does not end before a position."""
    window = window_at(text, offset)
    call = _SERVER_CALL.match(window.text, declared.end())
    if call is None:
        return False
    return _NEXT_STATEMENT.search(window.text, call.end(), offset - window.start) is None


def _says_use_server(text: str, declared: re.Match[str], offset: int) -> bool:
    """Whether the directive is between a declaration and a position behind it."""
    window = window_at(text, offset)
    directives = _directives(window.text)
    index = bisect_left(directives, declared.end(), key=_begin)
    return index < len(directives) and directives[index].end() <= offset - window.start


@lru_cache(maxsize=KEPT)
def _declarations(window: str) -> list[re.Match[str]]:
    return list(_DECLARATION.finditer(window))


@lru_cache(maxsize=KEPT)
def _directives(window: str) -> list[re.Match[str]]:
    return list(_USE_SERVER.finditer(window))


@lru_cache(maxsize=KEPT)
def _declared_names(text: str) -> frozenset[str]:
    return frozenset(found[1] for found in _DECLARATION.finditer(text))


def _end(found: re.Match[str]) -> int:
    return found.end()


def _begin(found: re.Match[str]) -> int:
    return found.start()
