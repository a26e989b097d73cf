"""Finds tables pasted from a ``pyproject.toml``: here their names lack ``tool.keyguard``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from keyguard.config.document import TABLE, Document
from keyguard.errors import KeyguardError
from keyguard.model.patterns import lazy_pattern

_HEADER = lazy_pattern(
    rf"^[ \t]*(\[\[?)[ \t]*(?:tool\.)?{TABLE}(?:\.([^\]\n]+?))?[ \t]*(\]\]?)", re.MULTILINE
)
_TOOL = "tool"


def headers_of_pyproject(document: Document, table: Mapping[str, Any]) -> list[KeyguardError]:
    """A sentence about each header that is written as in ``pyproject.toml``, with what to write
    instead."""
    if _own(table) is None:
        return []
    mistakes = []
    for header in _HEADER.finditer(document.text):
        opening, name, closing = header.groups()
        instead = (
            f"write {opening}{name}{closing}" if name else "write its keys at the top, without it"
        )
        here = document._replace(start=header.start())
        problem = f"{header[0].strip()} is for pyproject.toml; in this file {instead}."
        mistakes.append(here.error(TABLE, problem))
    words = f"`tool.{TABLE}` is for pyproject.toml; in this file write its keys without it."
    return mistakes or [document.error(TABLE, words)]


def without_headers(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table as if its keys were where they belong, to find other mistakes."""
    rest = {key: value for key, value in table.items() if key not in (_TOOL, TABLE)}
    return rest | dict(_own(table) or {})


def _own(table: Mapping[str, Any]) -> Mapping[str, Any] | None:
    tools = table.get(_TOOL)
    own = tools.get(TABLE) if isinstance(tools, Mapping) else table.get(TABLE)
    return own if isinstance(own, Mapping) else None
