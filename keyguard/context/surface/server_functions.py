"""Functions that a framework runs on the server, in a file whose other code goes to browsers."""

from __future__ import annotations

import re

from keyguard.context.environment.sections import WINDOW

_DECLARATION = re.compile(
    r"^(?:export[ \t]+)?(?:default[ \t]+)?(?:async[ \t]+)?(?:function|const|let|var|class)[ \t]*\*?"
    r"[ \t]*(\w{1,100})",
    re.MULTILINE,
)
_USE_SERVER = re.compile(r"\{\s{0,40}[\"']use server[\"']")
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
    if not declared:
        return False
    inside = text[declared[-1].end() : offset]
    return declared[-1][1] in _SERVER_FUNCTIONS or bool(_USE_SERVER.search(inside))


def in_component(path: str, text: str, offset: int) -> bool:
    """Whether ``text[offset]`` is in a component of a route that has functions for the server.

    What the file imports says nothing then: a build takes the functions and their imports out of
    what browsers get (https://reactrouter.com/explanation/code-splitting).
    """
    if not path.endswith(_COMPONENT_FILES):
        return False
    declared = _declared_before(text, offset)
    if not declared or "function" not in declared[-1][0]:
        return False
    names = {found[1] for found in _DECLARATION.finditer(text)}
    return declared[-1][1][0].isupper() and bool(names & _ROUTE_FUNCTIONS)


def _declared_before(text: str, offset: int) -> list[re.Match[str]]:
    return list(_DECLARATION.finditer(text, max(0, offset - WINDOW), offset))
