"""Whether a position of a page or template is inside a tag, and of which kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from keyguard.context.window import KEPT, window_at
from keyguard.model.patterns import lazy_pattern

_SERVER_TAGS = (
    *(("<?php", "?>"), ("<?=", "?>"), ("<%", "%>"), ("{%", "%}"), ("{{", "}}")),
    ("@php", "@endphp"),
)
_SCRIPT = ("<script", "</script")
_FENCE = lazy_pattern(r"^---[ \t\r]*$", re.MULTILINE)


def in_script(text: str, offset: int) -> bool:
    """Whether a position of a page or template is inside a ``<script>``, its tag included."""
    window, start = window_at(text, offset)
    return _is_open(window, offset - start, _SCRIPT)


def in_server_tag(text: str, offset: int) -> bool:
    """Whether a position of a page is inside a tag that a template engine evaluates."""
    window, start = window_at(text, offset)
    return any(_is_open(window, offset - start, tag) for tag in _SERVER_TAGS)


def in_frontmatter(text: str, offset: int) -> bool:
    """Whether a position is between the ``---`` fences that open a file."""
    fences = [fence for fence in _first_fences(text) if fence < offset]
    return len(fences) == 1 and not text[: fences[0]].strip()


def _is_open(window: str, offset: int, tag: tuple[str, str]) -> bool:
    opened, closed = (_last(_places(window, sign), offset, sign) for sign in tag)
    return opened > closed


def _last(places: Sequence[int], offset: int, sign: str) -> int:
    """Where a sign is last that is in front of a position as a whole; below zero if nowhere."""
    index = bisect_left(places, offset - len(sign) + 1) - 1
    return places[index] if index >= 0 else -1


@lru_cache(maxsize=KEPT * 2 * (len(_SERVER_TAGS) + 1))
def _places(window: str, sign: str) -> list[int]:
    flags = "(?ai)" if sign in _SCRIPT else ""
    return [found.start() for found in re.finditer(flags + re.escape(sign), window)]


@lru_cache(maxsize=KEPT)
def _first_fences(text: str) -> list[int]:
    return [fence.start() for fence in islice(_FENCE.finditer(text), 2)]
