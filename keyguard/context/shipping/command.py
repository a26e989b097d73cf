"""What the options of a build command put into the bundle: in scripts, makefiles and workflows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.context.shipping.published import Published
from keyguard.context.shipping.row import BuildTool, Command, Flag, Holds
from keyguard.context.shipping.table import BUILD_TOOLS
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

REACH = 2000
"""Characters of a command that are read in front of a position and behind it."""
_ENDS = lazy_pattern(r"&&|\|\||;|(?<!\\)\n")
_SHELL_VARIABLE = lazy_pattern(
    r"\$\{?([A-Za-z_]\w{0,100})|%([A-Za-z_]\w{0,100})%|\$env:(\w{1,100})"
)
_OPTION = lazy_pattern(r"(?:^|\s)(?:--|-d\b)")
_COMMENT = lazy_pattern(r"^\s*(?:#|//|REM\b)")


class Option(NamedTuple):
    """An option of a build command."""

    tool: BuildTool
    text: str
    """The option's name: ``--define``."""
    span: tuple[int, int]
    published: Published


def options_in(text: str) -> Iterator[Option]:
    """The options in a text that put something into a bundle."""
    for start, end in _commands(text):
        part = text[start:end]
        if not _OPTION.search(part) or _COMMENT.match(part):
            continue
        for tool in BUILD_TOOLS:
            for command in tool.commands:
                called = re.search(command.pattern, part)
                if called and not re.search(command.unless, part):
                    yield from _options(tool, command, part, called.end(), start)


def option_at(text: str, offset: int) -> Option | None:
    """The option whose value contains a position."""
    first = max(0, offset - REACH)
    around = text[first : offset + REACH]
    if "--" not in around and "-d" not in around:
        return None
    place = offset - first
    return next((each for each in options_in(around) if each.span[0] <= place < each.span[1]), None)


def _options(
    tool: BuildTool, command: Command, part: str, called: int, start: int
) -> Iterator[Option]:
    for flag in command.flags:
        for found in re.finditer(flag.pattern, part[called:]):
            first, last = found.span("value")
            span = (start + called + first, start + called + last)
            name = found[0].split("=")[0].split()[0]
            yield Option(tool, name.partition(":")[0], span, _published(flag, found))


def _published(flag: Flag, found: re.Match[str]) -> Published:
    if flag.holds is Holds.REFERENCED:
        return Published(referenced=True)
    if flag.holds is Holds.PREFIXES:
        return Published(prefixes=(found["value"],))
    names = {next(filter(None, each)) for each in _SHELL_VARIABLE.findall(found["value"])}
    if "name" in found.re.groupindex:
        names.add(found["name"].rpartition(".")[2])
    return Published(names=frozenset(names))


def _commands(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _ENDS.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)
