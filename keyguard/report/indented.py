"""JSON as ``json.dumps(..., indent=2)`` writes it, which has no fast way to do so.

The standard library indents in Python, a token at a time; a report has a hundred a finding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring_ascii
from typing import Any

_INDENT = "  "


def pieces(value: Any, margin: str = "\n", whole_from: int = 2) -> Iterator[str]:
    """The text, an item of the upper levels at a time. ``margin`` is what a line begins with."""
    if not whole_from or not value or not isinstance(value, (dict, list, tuple)):
        yield _text(value, margin)
        return
    inner = margin + _INDENT
    is_object = isinstance(value, dict)
    begin = "{" if is_object else "["
    for item in value.items() if isinstance(value, dict) else value:
        yield begin + inner
        begin = ","
        if is_object:
            name, item = item
            yield _text(name, inner) + ": "
        yield from pieces(item, inner, whole_from - 1)
    yield margin + ("}" if is_object else "]")


def _text(value: Any, margin: str) -> str:
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if value is None:
        return "null"
    if not isinstance(value, (dict, list, tuple)) or not value:
        return str(value) if type(value) is int else json.dumps(value)
    inner = margin + _INDENT
    if isinstance(value, dict):
        rows = [
            f"{encode_basestring_ascii(name)}: {_text(item, inner)}" for name, item in value.items()
        ]
        begin, end = "{}"
    else:
        rows = [_text(item, inner) for item in value]
        begin, end = "[]"
    return begin + inner + f",{inner}".join(rows) + margin + end
