"""One table a language: how its grammar calls what every language has.

Grammars are packages of the extra ``lint``, and loaded for a file that may hold a handler.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from keyguard.handlers.languages.language import Language

if TYPE_CHECKING:
    from tree_sitter import Parser

_TABLES = {
    "js": "javascript:JAVASCRIPT", "cjs": "javascript:JAVASCRIPT", "mjs": "javascript:JAVASCRIPT",
    "jsx": "javascript:JAVASCRIPT",
    "ts": "javascript:TYPESCRIPT", "cts": "javascript:TYPESCRIPT", "mts": "javascript:TYPESCRIPT",
    "tsx": "javascript:TSX",
    "py": "python:PYTHON",
    "php": "php:PHP",
    "rb": "ruby:RUBY",
    "go": "go:GO",
    "java": "java:JAVA",
    "kt": "kotlin:KOTLIN",
    "cs": "csharp:CSHARP",
}  # fmt: skip
"""Where the table of a file's language is, by the end of its name."""


class GrammarMissingError(Exception):
    """The extra ``lint`` is not installed, or not for this language."""


def extension_of(path: bytes) -> str:
    """How a path ends, if that is the end of a language that has handlers; else empty."""
    end = path.rpartition(b".")[2].decode("latin-1").lower()
    return end if end in _TABLES else ""


@cache
def language_of(extension: str) -> Language:
    """The table for files that end so."""
    module, _, name = _TABLES[extension].partition(":")
    table = getattr(import_module(f"{__name__}.{module}"), name)
    assert isinstance(table, Language)
    return table


@cache
def parser_of(extension: str) -> Parser:
    """A parser for files that end so. Raises ``GrammarMissingError``."""
    language = language_of(extension)
    try:
        import tree_sitter

        grammar = getattr(import_module(language.package), language.function)()
        return tree_sitter.Parser(tree_sitter.Language(grammar))
    except (ImportError, AttributeError, ValueError) as error:
        raise GrammarMissingError(language.name) from error
