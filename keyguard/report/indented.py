"""Writes JSON like ``json.dumps(..., indent=2)``, only faster.

The standard library indents in Python, one token at a time; a report has a hundred tokens for each
finding.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from types import NoneType
from typing import Any

_INDENT = "  "


class Written(str):
    """JSON that is written already, indented for its place."""


class Blank(str):
    """The name of a field that is filled in later."""


in_json = encode_basestring_ascii
"""Writes a string as JSON in ASCII."""


def text_of(value: Any, depth: int) -> str:
    """The JSON of a value that is nested in ``depth`` others."""
    return _text(value, "\n" + _INDENT * depth)


def pieces(value: Any, margin: str = "\n", whole_from: int = 2) -> Iterator[str]:
    """The JSON, in pieces: one item of the upper levels at a time. ``margin`` begins each line."""
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
    if plain := _PLAIN.get(type(value)):
        return plain(value)
    if not isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    inner = margin + _INDENT
    items = value.values() if isinstance(value, dict) else value
    texts = [
        plain(each) if (plain := _PLAIN.get(type(each))) else _text(each, inner) for each in items
    ]
    if isinstance(value, dict):
        return _object(tuple(value), margin) % tuple(texts)
    return "[" + inner + f",{inner}".join(texts) + margin + "]"


@lru_cache(maxsize=64)
def _object(names: tuple[str, ...], margin: str) -> str:
    """An object with these names, the same for all findings, and room for the values."""
    inner = margin + _INDENT
    rows = (in_json(name).replace("%", "%%") + ": %s" for name in names)
    return "{" + inner + f",{inner}".join(rows) + margin + "}"


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: in_json,
    int: int.__repr__,
    bool: {False: "false", True: "true"}.__getitem__,
    NoneType: {None: "null"}.__getitem__,
    Written: str,
    Blank: "\0{}\0".format,
}
"""What is written without its parts being looked at, several times as fast as ``json.dumps``."""
