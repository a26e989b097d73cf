"""What the sections of a TOML file put into a bundle: ``bunfig.toml``, ``redwood.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.context.shipping.published import Published, by_patterns
from keyguard.context.shipping.row import BuildTool, Holds
from keyguard.model.patterns import lazy_pattern

_HEADER = lazy_pattern(r"^[ \t]*\[([\w.\" -]{1,100})\][ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_COMMENT = lazy_pattern(r"^[ \t]*#[^\n]*", re.MULTILINE)
_STRING = lazy_pattern(r"\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'")


def sections_of(tool: BuildTool, text: str) -> Iterator[tuple[str, Published]]:
    """The name of each section that ships, and what it ships."""
    comments = [found.span() for found in _COMMENT.finditer(text)]
    for section in tool.sections:
        table, _, key = section.path.rpartition(".")
        for start, end in _tables(text, section.path):
            yield section.path, Published(tuple(_without(comments, start, end)))
        for start, end in _tables(text, table) if table else ():
            wanted = rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*(\[[^\]]*\]|[^\n]*)"
            found = re.search(wanted, text[start:end], re.MULTILINE)
            if found is None:
                continue
            values = [each[1] or each[2] or "" for each in _STRING.finditer(found[1])]
            if section.holds is Holds.PREFIXES:
                yield section.path, by_patterns(values)
            elif section.holds is Holds.NAMES:
                yield section.path, Published(names=frozenset(values))


def _tables(text: str, name: str) -> Iterator[tuple[int, int]]:
    headers = list(_HEADER.finditer(text))
    for number, header in enumerate(headers):
        if header[1].strip() == name:
            following = headers[number + 1].start() if number + 1 < len(headers) else len(text)
            yield header.end(), following


def _without(comments: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of text in pieces, without the comments in it."""
    for first, last in comments:
        if start <= first < end:
            yield start, first
            start = last
    yield start, end
