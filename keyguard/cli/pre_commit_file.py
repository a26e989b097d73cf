"""Adds hooks to ``.pre-commit-config.yaml``, and leaves everything else as it was.

The file is edited as text: a YAML library would lose comments and layout.
"""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

_REPOS = lazy_pattern(r"repos:[ \t]*(?:#.*)?\r?\n?")
_ITEM = lazy_pattern(r"(?P<indent> *)-(?: |\r?\n)")
_CONTENT = lazy_pattern(r"\s*[^\s#]")
_NEXT_KEY = lazy_pattern(r"[^\s#-]|---|\.\.\.")
_OURS = lazy_pattern(r"""^[^#\n]*(?:connexease/keyguard|\bid:\s*["']?keyguard\b)""", re.MULTILINE)


def has_entry(text: str) -> bool:
    """Whether the file names hooks of keyguard already."""
    return bool(_OURS.search(text))


def with_entry(text: str, entry: str) -> str | None:
    """The file with ``entry`` behind its last repository.

    None if the list is written in a way that can't be added to blindly, such as ``repos: []``.
    """
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if _REPOS.fullmatch(line)]
    if len(starts) != 1 or any(line.startswith("\t") for line in lines):
        return None
    start = starts[0] + 1
    behind = range(start, len(lines))
    end = next((number for number in behind if _NEXT_KEY.match(lines[number])), len(lines))
    content = [number for number in range(start, end) if _CONTENT.match(lines[number])]
    item = _ITEM.match(lines[content[0]]) if content else None
    if item is None:
        return None
    last = content[-1] + 1
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[last - 1].endswith("\n"):
        lines[last - 1] += newline
    added = [f"{item['indent']}{line}{newline}" for line in entry.splitlines()]
    return "".join([*lines[:last], *added, *lines[last:]])
