"""Whether a build writes what is at a position of a configuration into what it ships."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from keyguard.context.file_kinds import SOURCE_EXTENSIONS
from keyguard.context.shipping.command import Option, option_at, options_in
from keyguard.context.shipping.config_file import Shipped, shipped_by
from keyguard.context.shipping.row import BuildTool
from keyguard.context.shipping.script import LARGEST, Token, script_of
from keyguard.context.shipping.table import BUILD_TOOLS
from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.verdict import Verdict, repeated
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_WITHOUT_COMMANDS = SOURCE_EXTENSIONS | {"map"}


class Section(NamedTuple):
    """A stretch of a file that ships."""

    start: int
    end: int
    shipped: Shipped


def section_at(place: CodePlace) -> Section | None:
    """The section that ships and holds a position outside of comments."""
    file, offset = place
    for section in sections_of(file):
        if section.start <= offset < section.end and not _in_comment(file, offset):
            return section
    return None


def section_verdict(place: CodePlace) -> Verdict | None:
    """The verdict that a position in such a section ships, whatever the rest of the file does."""
    section = section_at(place)
    if section is None:
        return None
    tool, named = section.shipped.tool, section.shipped.section
    held = f"the section {named}" if named else "it"
    return Verdict(tool.surface, repeated(f"a build writes {held} into what it ships"), tool.server)


def option_verdict(place: CodePlace) -> Verdict | None:
    """The verdict on a value that an option of a build command puts into what it ships."""
    option = option_at(place.file.text, place.offset)
    if option is None:
        return None
    return Verdict(option.tool.surface, f"it is an argument of {option.text}", option.tool.server)


def option_of(file: CodeFile, name: str) -> Option | None:
    """The option of a build command, in a script or a makefile, that makes a variable public."""
    if file.suffix in _WITHOUT_COMMANDS or "--" not in file.text or len(file.text) > LARGEST:
        return None
    found = (each for each in options_in(file.text) if name in each.published.names)
    return next(found, None)


def shipped_in(file: CodeFile) -> list[Shipped]:
    """What the sections of a file ship; nothing if no build reads the file."""
    return [
        shipped
        for tool in _tools_of(file)
        for shipped in shipped_by(tool, file.name, file.text, file.project.version_of(tool))
    ]


def sections_of(file: CodeFile) -> list[Section]:
    """The stretches of a file that ship."""
    return [
        Section(start, end, shipped)
        for shipped in file.shipped
        for start, end in shipped.published.spans
    ]


def _tools_of(file: CodeFile) -> list[BuildTool]:
    """The tools that read a file, by its path or since it calls them."""
    modules = frozenset(file.imports)
    return [
        tool
        for tool in BUILD_TOOLS
        if (_files(tool.files).search(file.lowered) and _is_there(tool, file))
        or (tool.calls and not modules.isdisjoint(tool.packages))
        or any(f"{call}(" in file.text for call in tool.calls if "." in call)
    ]


def _is_there(tool: BuildTool, file: CodeFile) -> bool:
    return not tool.needs_package or not file.project.versions.keys().isdisjoint(tool.packages)


@cache
def _files(pattern: str) -> re.Pattern[str]:
    return lazy_pattern(rf"(?:^|/)(?:{pattern})\Z")


def _in_comment(file: CodeFile, offset: int) -> bool:
    """Whether a place is in no token of a script."""
    if file.suffix == "toml":
        return False
    tokens = script_of(file.text).tokens
    index = bisect_right(tokens, offset, key=_start) - 1
    return index < 0 or offset >= tokens[index].end


def _start(token: Token) -> int:
    return token.start
