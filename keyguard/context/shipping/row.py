"""One row of the table of build tools: where its configuration is, and what of it ships."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from keyguard.model import Surface
from keyguard.model.record import NamedTuple

Version = tuple[int, int]
"""Major and minor version."""
FIRST: Version = (0, 0)
NEWEST: Version = (10_000, 0)
JS = r"\.[cm]?[jt]s"
"""How files of JavaScript and TypeScript end."""
OPTION_VALUE = r"(?P<value>(?:'[^'\n]*'|\\?\"[^\"\n]*\"|[^\s'\"])+)"
"""The value of an option in a shell or in JSON, its quotes included."""


class Holds(Enum):
    """What a section of a configuration holds."""

    VALUES = "what is in it ships"
    DATA = "what is in it ships, save functions: it is written as JSON"
    NAMES = "the variables that it names ship"
    PREFIXES = "the variables whose names begin so ship"
    CLIENT = "of a schema, the variables that it marks for the client ship"
    REFERENCED = "the variables that browser code names ship"


class Section(NamedTuple):
    """A member of the configuration, by its path: ``runtimeConfig.public``; ``*`` is any member."""

    path: str
    holds: Holds = Holds.VALUES
    since: Version = FIRST
    until: Version = NEWEST


class Plugin(NamedTuple):
    """A call that puts its first argument, or a member of that, into what ships."""

    call: str
    holds: Holds = Holds.VALUES
    path: str = ""
    module: str = ""
    """The module that it is imported from, by whatever name; empty if its name says enough."""
    argument: int = 0


class Flag(NamedTuple):
    """An option of a command; what its pattern calls ``value`` is put into the bundle."""

    pattern: str
    holds: Holds = Holds.VALUES


class Command(NamedTuple):
    """A command that builds, as scripts and makefiles call it."""

    pattern: str
    flags: tuple[Flag, ...]
    unless: str = r"(?!)"
    """Where else in the command it says that what it builds is for servers."""


class BuildTool(NamedTuple):
    """A build tool: what it reads, and what of that everyone can read afterwards."""

    title: str
    packages: tuple[str, ...]
    source: str
    """The page that says so."""
    files: str = r"(?!)"
    """A pattern for the end of its configuration's path, in lower case."""
    stems: tuple[str, ...] = ()
    """The usual names of it, those in JavaScript without extension."""
    sections: tuple[Section, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    exports: tuple[str, ...] = ()
    """Constants that the configuration exports and that are it, if not its default export."""
    calls: tuple[str, ...] = ()
    """Functions of its package whose first argument is a configuration."""
    commands: tuple[Command, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Of variables that ship unless ``prefix_setting`` says otherwise."""
    prefix_setting: str = ""
    unless: Mapping[str, str] = {}
    """Members of a configuration, and what their value is in one that builds for servers."""
    whole_since: Version = FIRST
    """From which version on an object ships as a whole, not just the members that code reads."""
    """``NEWEST`` if that never happens."""
    needs_package: bool = False
    """Whether the name of its configuration is too usual to mean anything without the package."""
    inlines: Version | None = None
    """From which version on it writes each variable that browser code names into that code,
    whatever its name; None if it never does."""
    inline_setting: tuple[str, ...] = ()
    """The member of ``package.json`` that switches that off, or lists patterns of names."""
    surface: Surface = Surface.FRONTEND
    server: str = ""
    """Where code of the server has its place in such a project."""


SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts")
