"""HTML elements that contain text, whatever the text is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape


def element(name: str, text: str, class_: str = "") -> str:
    """An element that contains this text."""
    attribute = f' class="{class_}"' if class_ else ""
    return f"<{name}{attribute}>{escape(text)}</{name}>"


def link(target: str, text: str) -> str:
    """A link to an id of this page."""
    return f'<a href="#{target}">{escape(text)}</a>'


def listing(lines: Iterable[str], class_: str = "facts") -> Iterator[str]:
    """A list of texts."""
    yield f'<ul class="{class_}">'
    yield from (element("li", line) for line in lines)
    yield "</ul>"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return text[0].upper() + text[1:] + "."
