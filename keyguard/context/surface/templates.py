"""Where a piece of a page or of a template runs: in its script, in its markup, on the server."""

from __future__ import annotations

import re

from keyguard.context.environment.sections import WINDOW, in_frontmatter, in_script, in_server_tag
from keyguard.context.surface.packages import Read, by_manifest
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
"""It prints into the page: https://developer.wordpress.org/reference/functions/wp_localize_script/"""


def astro(path: str, text: str, offset: int, read: Read) -> Surface:
    """Between its fences a component runs when the site is built."""
    return Surface.BACKEND if in_frontmatter(text, offset) else Surface.FRONTEND


def page(path: str, text: str, offset: int, read: Read) -> Surface:
    """A page is the browser's, but for what an engine evaluates in it."""
    server = in_server_tag(text, offset) and not in_script(text, offset)
    return Surface.BACKEND if server else Surface.FRONTEND


def template(path: str, text: str, offset: int, read: Read) -> Surface:
    """What is outside the engine's tags is sent to the browser as it stands, if it is a page."""
    before = text[max(0, offset - WINDOW) : offset]
    if in_script(text, offset) or _HANDED_OVER.search(before[-800:]):
        return Surface.FRONTEND
    suffix = path.lower().rpartition(".")[2]
    if suffix == "razor" and by_manifest(suffix, path, read) is Surface.FRONTEND:
        return Surface.FRONTEND
    if suffix in _WITHOUT_TAGS or in_server_tag(text, offset):
        return Surface.BACKEND
    return Surface.FRONTEND if _MARKUP.search(before) else Surface.BACKEND


def text_template(path: str, text: str, offset: int, read: Read) -> Surface:
    """Only what is surely of a page is the browser's."""
    found = template(path, text, offset, read)
    return found if found is Surface.FRONTEND else Surface.NONE
