"""Writes JSON objects that share most of their fields: the common fields are encoded once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from keyguard.model.patterns import lazy_pattern
from keyguard.report.indented import Blank, Written, text_of

MOST = 1 << 10
"""Forms that are kept: in most reports a few serve for all findings."""
_BLANK = lazy_pattern("\0(\\w+)\0")
"""JSON in ASCII has no such characters of its own."""


class Forms:
    """Writes objects at one depth of a document."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._known: dict[object, str] = {}

    def written(
        self, alike: object, own: Mapping[str, str | int], whole: Callable[[], Any]
    ) -> Written:
        """The JSON of the object that ``whole`` makes.

        ``own`` has the JSON of the fields with these names, wherever they are in the object; all
        other fields are the same in all objects that are ``alike``.
        """
        form = self._known.get(alike)
        if form is None:
            if len(self._known) >= MOST:
                self._known.clear()
            form = self._known[alike] = _form(whole(), own, self._depth)
        return Written(form % own)


def _form(value: Any, names: Collection[str], depth: int) -> str:
    text = text_of(_with_blanks(value, names), depth)
    return _BLANK.sub(r"%(\1)s", text.replace("%", "%%"))


def _with_blanks(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: Blank(name) if name in names else _with_blanks(each, names)
            for name, each in value.items()
        }
    return [_with_blanks(each, names) for each in value] if isinstance(value, list) else value
