"""A dialect of env files: how one loader reads ``NAME=value``, as data."""

from __future__ import annotations

from enum import Enum

from keyguard.model.record import NamedTuple

BARE = "="
"""Stands for text without quotes where the kinds of quotes are listed."""
SPACED_EQUALS = r"[ \t]*=[ \t]*"
NAME_HEAD = rf"[ \t]*(?P<name>[^=#\s]+){SPACED_EQUALS}"
DOTENV_HEAD = r"\s*(?:export[ \t]+)?(?P<name>[\w.-]+)(?:[ \t]*=[ \t]*|:(?=[ \t])[ \t]*)"
"""What is in front of a value, as several loaders have it."""


class Closing(Enum):
    """Which quote ends a value that begins with one."""

    COMMENT = "the first one, if at most a comment follows; else the quotes are plain text"
    FIRST = "the first one, whatever follows; without one the line is taken as it is"
    FIRST_OR_PLAIN = "the first one, whatever follows; without one the quote is plain text"
    STRICT = "the first one, and anything but a comment behind it is an error"
    WHOLE_LINE = "the last character of the line, if it is one; else the quotes are plain text"
    UNTRIMMED = "the last character in front of a comment; with a blank behind it it is plain text"
    LAST = "the last one on the line; without one the value is empty"
    EITHER = "each end of the line loses its quote, whichever it is"
    WORD = "quotes begin and end within a word, as in the shell"
    PARTS = "quoted parts follow each other, and in plain text behind them quotes are characters"


class Spaces(Enum):
    """What a space within bare text does where quotes are parts of words."""

    KEPT = "is a part of the value"
    DROPPED = "is left out"
    ERROR = "is an error, but in front of a comment"


class Expansion(NamedTuple):
    """What is put in place of ``$NAME``."""

    reference: str
    """Expression with a group ``name`` or ``braced``; ``default`` is what an unset name gives."""
    within: str
    """The quotes in which it counts, ``BARE`` for none."""
    escaped: str = BARE + "\"'`"
    """The quotes in which ``\\$`` is a dollar sign."""
    doubled: bool = False
    """Whether ``$$`` is a dollar sign."""
    keeps_unknown: bool = False
    """Whether a reference to a name that is not set remains as it is written."""
    sees_later: bool = False
    """Whether names count that are set further down."""
    operators: str = r":?[-+=?]"
    """What stands between a name in braces and what is taken in its place, as an expression."""
    last_decides: bool = False
    """Whether nothing is expanded in front of the last dollar sign that begins no reference."""
    error: str = ""
    """What of the rest makes the whole file unreadable."""
    runs_commands: bool = False
    """Whether ``$(...)`` runs a command."""


class Dialect(NamedTuple):
    """How one loader, or several that agree, read a line. Expressions are Python's."""

    id: str
    title: str
    """As its users call it, with the versions."""
    source: str
    """Where it is described, or whose program was run."""
    head: str
    """All in front of the value; the group ``name`` is what is set, ``append`` a plus sign."""
    line: str = "NAME={}"
    """How a value is set, its quotes included."""
    quotes: str = "\"'"
    late_quotes: str = ""
    """Others, which are taken off what is left once a comment is gone."""
    closing: Closing = Closing.COMMENT
    greedy: bool = False
    """Whether, before that, the last one is looked for that has at most a comment behind it."""
    unclosed_is_error: bool = False
    """Whether a quote without its partner is an error, not plain text."""
    multiline: str = ""
    """The quotes whose text may have several lines."""
    escaped_quotes: str = ""
    """The quotes that a backslash in front keeps from closing."""
    comment: str = ""
    """Where a comment begins in text without quotes."""
    trims: str = " \t\r\f\v"
    """What is cut off around text without quotes."""
    double: str = ""
    """Characters that a backslash is taken from in double quotes, as a class."""
    single: str = ""
    """The same in single quotes."""
    bare: str = ""
    """The same without quotes."""
    unknown_escape_is_error: bool = False
    """Whether any other character behind a backslash is an error where some are taken from."""
    controls: str = ""
    """Letters among them that mean a control character in quotes: ``n`` a line feed."""
    bare_controls: str = ""
    """The same without quotes."""
    spaces: Spaces = Spaces.KEPT
    ends: str = ""
    """Characters that end text without quotes."""
    errors: str = ""
    """Characters without quotes that the line is not read for, as a class."""
    expansion: Expansion | None = None
    empty_is_unset: bool = False
    leading_dollar_is_error: bool = False
    """Whether a value that begins with ``$`` is taken for the name of another variable."""
    only_named: bool = False
    """Whether it counts only where a project names that loader, or that version of it."""
    keeps_first: bool = False
    """Whether the first of several lines with one name counts."""
