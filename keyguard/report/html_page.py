"""The frame of a web page without scripts, which loads nothing: to be read, printed or kept."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template
from typing import TextIO

from keyguard import __version__
from keyguard.report.sanitize import markup

TEMPLATE = "report.html"


def write_page(
    stream: TextIO,
    title: str,
    verdict: str,
    made: Iterable[str],
    body: Iterable[str],
    style: str = "",
) -> None:
    """Writes a page, in ASCII.

    ``body`` is elements, and ``style`` adds to the common style sheet; everything else is text.
    """
    template = Template((files("keyguard.report") / TEMPLATE).read_text("utf-8"))
    page = template.substitute(
        title=escape(title),
        style=style,
        verdict=escape(verdict),
        made="".join(f"<li>{escape(fact)}</li>" for fact in made),
        body="".join(f"{part}\n" for part in body),
        version=escape(__version__),
    )
    stream.write(markup(page))
