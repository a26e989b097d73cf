"""Text in Markdown that stays text: escaped, as code, or as a link to a line of a file."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from keyguard.model import Finding, Part
from keyguard.model.patterns import lazy_pattern
from keyguard.report.facts import position
from keyguard.report.masked import Shown

_SPECIAL = lazy_pattern(r"([\\*_\[\]|#~`])")
_LIVE = lazy_pattern(r"(?<!\S)\S*(?:://|www\.|@|#[0-9]|mailto:|xmpp:)\S*", re.IGNORECASE)
"""A word of which a page makes a link by itself, or a mention:
https://github.github.com/gfm/#autolinks. It is tried once a word, not once a character."""
_CODE = lazy_pattern(r"(?<!`)`([^`|\s](?:[^`|]*[^`|\s])?)`(?!`)")
_UNSAFE_IN_CODE = lazy_pattern(r"[`|]|^\s|\s$|^$")


def prose(text: str) -> str:
    """Text on one line in which Markdown and HTML interpret nothing.

    Text between two backticks is code, and whatever would become a link is quoted as code.
    """
    pieces, end = [], 0
    for span in _CODE.finditer(text):
        pieces += [_without_links(text[end : span.start()]), code(span[1])]
        end = span.end()
    return "".join([*pieces, _without_links(text[end:])])


def trusted(text: str) -> str:
    """Prose of keyguard's own, whose links stay links."""
    pieces, end = [], 0
    for span in _CODE.finditer(text):
        pieces += [_escaped(text[end : span.start()]), code(span[1])]
        end = span.end()
    return "".join([*pieces, _escaped(text[end:])])


def code(text: str) -> str:
    """Text on one line as code, in a table too."""
    if not _UNSAFE_IN_CODE.search(text):
        return f"`{text}`"
    entities = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in text)
    return f"<code>{entities}</code>"


class Links:
    """Links to the lines of findings: on the forge if that is known, else beside the report."""

    def __init__(self, shown: Shown, files_at: str) -> None:
        """``files_at`` is the address of the repository's files, a slash at its end."""
        self._shown = shown
        self._files_at = files_at

    def to(self, finding: Finding, with_column: bool = False) -> str:
        """``path:line`` as code, linked if the newest version has that line."""
        where = position(finding)
        if where and not with_column:
            where = where.partition(":")[0]
        name = code(self._shown.path(finding.place.path) + (f":{where}" if where else ""))
        is_content = finding.detection.view.blob.part is Part.CONTENT
        path = quote(self._shown.raw_path(finding.place.path).encode("utf-8", "replace"), safe="/")
        if not finding.place.state.is_current or not is_content or path.startswith("/"):
            return name
        return f"[{name}]({self._files_at}{path}#L{finding.region.line})"


def _without_links(text: str) -> str:
    pieces, end = [], 0
    for live in _LIVE.finditer(text):
        word = live[0].replace("`", r"\x60")
        pieces += [_escaped(text[end : live.start()]), f"`{word}`"]
        end = live.end()
    return "".join([*pieces, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))
