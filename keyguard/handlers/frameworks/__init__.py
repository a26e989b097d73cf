"""Where frameworks have their handlers: routes, decorators, exports, and the shape of functions."""

from __future__ import annotations

from keyguard.handlers.frameworks.candidate import Candidate
from keyguard.handlers.frameworks.exports import by_export
from keyguard.handlers.frameworks.marks import CHANGES, by_mark
from keyguard.handlers.frameworks.middleware import for_all
from keyguard.handlers.frameworks.routes import by_route, changed_routes
from keyguard.handlers.frameworks.shapes import by_file, by_shape
from keyguard.handlers.languages.language import Language
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import walk

__all__ = ["CHANGES", "Candidate", "candidates", "changed_routes"]

MOST_HANDLERS = 60
"""Handlers of one file that are looked at, so that no file takes long."""
MOST_BEFORE = 12
"""Functions that are followed before a handler."""


def candidates(module: Module, language: Language) -> list[Candidate]:
    """Every handler of a file, each once."""
    found: dict[int, Candidate] = {}
    chain, unresolved = for_all(module)
    unresolved = unresolved or len(chain) > MOST_BEFORE
    ways = (
        by_route(module), by_mark(module), by_export(module), by_shape(module, language),
        by_file(module, language),
    )  # fmt: skip
    for each in (candidate for way in ways for candidate in way):
        if len(found) >= MOST_HANDLERS:
            break
        if id(each.function) not in found:
            found[id(each.function)] = each._replace(
                chain=(*chain[:MOST_BEFORE], *each.chain[:MOST_BEFORE]),
                unresolved=each.unresolved or unresolved,
            )
    chained = {id(kid) for each in found.values() for kid in each.chain}
    return [
        each
        for key, each in found.items()
        if not (key in chained and each.is_middleware) and not _holds_others(each, found)
    ]


def _holds_others(candidate: Candidate, found: dict[int, Candidate]) -> bool:
    """Whether a function is only where handlers are set up."""
    return any(id(node) in found for kid in candidate.function.kids for node in walk(kid))
