"""Whether a build makes a variable public, asked where the variable is set or read."""

from __future__ import annotations

from keyguard.context.file_kinds import sets_variables
from keyguard.context.shipping.config_file import Shipped
from keyguard.context.shipping.project import Publication
from keyguard.context.shipping.sections import option_of, section_at
from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.model import Exposure, Surface
from keyguard.model.patterns import lazy_pattern

_SET = lazy_pattern(r"[ \t]*(?:(?:export|ENV|ARG)[ \t]+)?([\w.-]{1,200})[ \t]*[=:\s]")
_BROWSER_CODE = frozenset((
    "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro", "html",
))  # fmt: skip
_IN_FRONT = ("%", ".", "[", "{", '"', "'", "`")
_ENVIRONMENT = lazy_pattern(r"\b(?:process|import\.meta)\.env\b")
_LONGEST_LINE = 4_000


def exposure_of(file: CodeFile, offset: int, reference: str, surface: Surface) -> Exposure | None:
    """What makes a variable public that is set or read at a position.

    ``reference`` is the variable's name if only that is there; empty if its value is.
    """
    if reference:
        publication = _of_name(file, offset, reference, surface)
        name = reference
    else:
        # What is served as it is needs no build to be public.
        name = _variable_set_at(file, offset) if not surface.ships else ""
        publication = file.project.publication_of(name, in_browser_code=False) if name else None
    return _told(publication, name) if publication else None


def _told(publication: Publication, name: str) -> Exposure:
    tool, where = publication.tool, publication.where
    server = f"read it in {tool.server} only" if tool.server else "read it on the server only"
    remedies = {
        "name": f"Take {name} out of {where}, and {server}.",
        "prefix": f"Rename {name}, so that no prefix of {where} fits it, and {server}.",
        "whole": f"Name in {where} only the variables that pages need, not all, and {server}.",
        "code": f"Do not read {name} in browser code, where {tool.title} writes it out: {server}.",
    }
    into = "the app" if tool.surface is Surface.MOBILE else "the code that browsers load"
    return Exposure(where, tool.title, into, remedies[publication.how])


def _variable_set_at(file: CodeFile, offset: int) -> str:
    """The variable that an env file or a Dockerfile sets at a place; empty in other files."""
    if not sets_variables(file.name):
        return ""
    start = file.text.rfind("\n", max(0, offset - _LONGEST_LINE), offset) + 1
    found = _SET.match(file.text, start)
    return found[1] if found else ""


def _of_name(file: CodeFile, offset: int, name: str, surface: Surface) -> Publication | None:
    if (own := _own(CodePlace(file, offset), name)) is not None:
        where = f"`{own.section}` in {file.path.rpartition('/')[2]}" if own.section else "this file"
        return Publication(own.tool, where, "name")
    if (option := option_of(file, name)) is not None:
        return Publication(option.tool, f"`{option.text}`", "name")
    if file.suffix not in _BROWSER_CODE or not _is_read(file, offset):
        return None
    if surface.ships or (surface is Surface.NONE and file.project.builds_pages):
        return file.project.publication_of(name, in_browser_code=True)
    return None


def _is_read(file: CodeFile, offset: int) -> bool:
    """Whether code reads a name, not prose of a page: ``%NAME%``, ``.NAME``, ``['NAME']``."""
    if file.suffix != "html":
        return True
    before = file.text[max(0, offset - _LONGEST_LINE) : offset].rpartition("\n")[2]
    return before.endswith(_IN_FRONT) or _ENVIRONMENT.search(before) is not None


def _own(place: CodePlace, name: str) -> Shipped | None:
    """The section of this very file that makes the variable public."""
    named = (each for each in place.file.shipped if name in each.published.names)
    found = next(named, None)
    if found is not None:
        return found
    section = section_at(place)
    return section.shipped if section else None
