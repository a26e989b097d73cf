"""Where a part of a page or template runs: in its script, in its markup, on the server.

These are questions of the table of evidence.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.packages import by_manifest
from keyguard.context.surface.tags import in_frontmatter, in_script, in_server_tag
from keyguard.context.surface.verdict import Verdict
from keyguard.context.window import KEPT, window_at
from keyguard.model import Surface
from keyguard.model.patterns import lazy_pattern

PAGES = frozenset({"html", "htm", "xhtml"})
TEMPLATES = frozenset((
    "php", "phtml", "erb", "cshtml", "razor", "jinja", "jinja2", "j2", "twig", "ejs", "hbs",
    "mustache", "liquid", "njk", "jsp", "vbhtml", "heex", "eex", "haml", "pug", "gohtml", "ftl",
    "ftlh", "aspx", "ascx", "gsp", "latte", "slim", "mako", "leaf",
))  # fmt: skip
TEXT_TEMPLATES = frozenset(("tmpl", "tpl", "vm", "gotmpl"))
"""Extensions of templates for anything: for a page as well as for a server's configuration."""
_WITHOUT_TAGS = frozenset(("cshtml", "razor", "vbhtml", "haml", "pug", "slim", "leaf"))
"""Templates whose code and markup look alike from a distance."""
_MARKUP = lazy_pattern(
    r"<(?:!doctype|html|head|body|div|p|span|a|form|input|meta|link|button|section|main)\b", re.I
)
_HANDED_OVER = lazy_pattern(r"\bwp_(?:localize_script|add_inline_script)\([^;]{0,600}\Z")
"""What WordPress prints into the page: https://developer.wordpress.org/reference/functions/wp_localize_script/"""


def is_in_frontmatter(place: CodePlace) -> bool:
    """Whether a position is between the fences of an Astro component: the build runs that."""
    return in_frontmatter(place.file.text, place.offset)


def is_evaluated(place: CodePlace) -> bool:
    """Whether an engine evaluates the code at a position, outside of scripts, before it sends the
    page."""
    text, offset = place.file.text, place.offset
    return in_server_tag(text, offset) and not in_script(text, offset)


def is_in_script(place: CodePlace) -> bool:
    """Whether a place is in a ``<script>``."""
    return in_script(place.file.text, place.offset)


def is_handed_over(place: CodePlace) -> bool:
    """Whether a position is in what WordPress prints into the page."""
    before = place.file.text[max(0, place.offset - 800) : place.offset]
    return _HANDED_OVER.search(before) is not None


def webassembly(file: CodeFile) -> Verdict | None:
    """The verdict on Razor: it runs in the browser if its project is built for that."""
    if file.suffix != "razor":
        return None
    project = by_manifest(file.suffix, file.path, file.read)
    return project if project and project.surface is Surface.FRONTEND else None


def is_server_code(place: CodePlace) -> bool:
    """Whether a position is in code of a template, or can't be told from it."""
    file, offset = place
    return file.suffix in _WITHOUT_TAGS or in_server_tag(file.text, offset)


def is_behind_markup(place: CodePlace) -> bool:
    """Whether markup of a page is in front of a position."""
    window = window_at(place.file.text, place.offset)
    return _end_of_markup(window.text) <= place.offset - window.start


@lru_cache(maxsize=KEPT)
def _end_of_markup(window: str) -> float:
    """Where the first tag of a page ends; infinite if there is none."""
    found = _MARKUP.search(window)
    return found.end() if found else math.inf
