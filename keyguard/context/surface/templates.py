"""Where a piece of a page or of a template runs: in its script, in its markup, on the server."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from keyguard.context.surface.evidence import CodePlace
from keyguard.context.surface.packages import by_manifest
from keyguard.context.surface.tags import in_frontmatter, in_script, in_server_tag
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.context.window import KEPT, window_at
from keyguard.model import Surface

PAGES = frozenset({"html", "htm", "xhtml"})
TEMPLATES = frozenset((
    "php", "phtml", "erb", "cshtml", "razor", "jinja", "jinja2", "j2", "twig", "ejs", "hbs",
    "mustache", "liquid", "njk", "jsp", "vbhtml", "heex", "eex", "haml", "pug", "gohtml", "ftl",
    "ftlh", "aspx", "ascx", "gsp", "latte", "slim", "mako", "leaf",
))  # fmt: skip
TEXT_TEMPLATES = frozenset(("tmpl", "tpl", "vm", "gotmpl"))
"""Templates of anything: of a page as well as of a server's configuration."""
_WITHOUT_TAGS = frozenset(("cshtml", "razor", "vbhtml", "haml", "pug", "slim", "leaf"))
"""Templates whose code and markup look alike from a distance."""
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|span|a|form|input|meta|link|button|section|main)\b", re.I
)
_HANDED_OVER = re.compile(r"\bwp_(?:localize_script|add_inline_script)\([^;]{0,600}\Z")
"""What WordPress prints into the page: https://developer.wordpress.org/reference/functions/wp_localize_script/"""


def astro(place: CodePlace) -> Verdict:
    """Between its fences a component runs when the site is built."""
    if in_frontmatter(place.file.text, place.offset):
        return Verdict(Surface.BACKEND, "it is between the fences of a component")
    return Verdict(Surface.FRONTEND, "it is in the markup of a component")


def page(place: CodePlace) -> Verdict:
    """A page is the browser's, but for what an engine evaluates in it."""
    if in_server_tag(place.file.text, place.offset) and not in_script(
        place.file.text, place.offset
    ):
        return Verdict(Surface.BACKEND, "it is in a tag that a server evaluates")
    return Verdict(Surface.FRONTEND, "it is in a page")


def template(place: CodePlace) -> Verdict:
    """What is outside the engine's tags is sent to the browser as it is, if it is a page."""
    file, offset = place
    if in_script(place.file.text, place.offset):
        return Verdict(Surface.FRONTEND, "it is in a script of a page")
    if _HANDED_OVER.search(file.text[max(0, offset - 800) : offset]):
        return Verdict(Surface.FRONTEND, "WordPress prints it into the page")
    if file.suffix == "razor":
        project = by_manifest(file.suffix, file.path, file.read)
        if project and project.surface is Surface.FRONTEND:
            return project
    if file.suffix in _WITHOUT_TAGS or in_server_tag(place.file.text, place.offset):
        return Verdict(Surface.BACKEND, "it is in code that a server evaluates")
    if _is_behind_markup(file.text, offset):
        return Verdict(Surface.FRONTEND, "it is in the markup of a page")
    return Verdict(Surface.BACKEND, "it is in a template without markup")


def _is_behind_markup(text: str, offset: int) -> bool:
    window = window_at(text, offset)
    return _end_of_markup(window.text) <= offset - window.start


@lru_cache(maxsize=KEPT)
def _end_of_markup(window: str) -> float:
    """Where the first tag of a page ends; infinite if there is none."""
    found = _MARKUP.search(window)
    return found.end() if found else math.inf


def text_template(place: CodePlace) -> Verdict:
    """Only what is surely of a page is the browser's."""
    found = template(place)
    return found if found.surface is Surface.FRONTEND else UNKNOWN
