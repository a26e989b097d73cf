"""A row of the table of build tools: where its configuration is, and what of it ships."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from keyguard.model import Surface
from keyguard.model.record import NamedTuple

Version = tuple[int, int]
"""The major and minor version."""
FIRST: Version = (0, 0)
NEWEST: Version = (10_000, 0)
JS = r"\.[cm]?[jt]s"
"""The extensions of JavaScript and TypeScript."""
OPTION_VALUE = r"(?P<value>(?:'[^'\n]*'|\\?\"[^\"\n]*\"|[^\s'\"])+)"
"""Matches the value of an option in a shell or in JSON, with its quotes."""


class Holds(Enum):
    """What a section of a configuration contains."""

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
    """The module that it is imported from, by whatever name; empty if its own name says enough."""
    argument: int = 0


class Flag(NamedTuple):
    """An option of a command; its pattern's group ``value`` is put into the bundle."""

    pattern: str
    holds: Holds = Holds.VALUES


class Command(NamedTuple):
    """A command that builds, as scripts and makefiles call it."""

    pattern: str
    flags: tuple[Flag, ...]
    unless: str = r"(?!)"
    """Matches if the rest of the command says that it builds for servers."""


class BuildTool(NamedTuple):
    """A build tool: what it reads, and what of that becomes public."""

    title: str
    packages: tuple[str, ...]
    source: str
    """The page that says so."""
    files: str = r"(?!)"
    """Matches the end of the configuration's path, in lower case."""
    stems: tuple[str, ...] = ()
    """The usual names of the configuration; those in JavaScript have no extension."""
    sections: tuple[Section, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    exports: tuple[str, ...] = ()
    """Constants whose export is the configuration, if it is not the default export."""
    calls: tuple[str, ...] = ()
    """Functions of its package whose first argument is a configuration."""
    commands: tuple[Command, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Prefixes of variables that ship, unless ``prefix_setting`` names others."""
    prefix_setting: str = ""
    unless: Mapping[str, str] = {}
    """Members of a configuration with the values that they have if it builds for servers."""
    whole_since: Version = FIRST
    """The version from which an object ships as a whole, not just the members that code reads."""
    """``NEWEST`` if that never happens."""
    needs_package: bool = False
    """Whether the configuration's name is so common that it means nothing without the package."""
    inlines: Version | None = None
    """The version from which every variable that browser code names is written into that code,
    whatever its name; None if it never is."""
    inline_setting: tuple[str, ...] = ()
    """The member of ``package.json`` that switches ``inlines`` off, or lists patterns of names."""
    surface: Surface = Surface.FRONTEND
    server: str = ""
    """Where code for the server belongs in such a project."""


SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts")
