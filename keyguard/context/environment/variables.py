"""The environment that variables beside a setting name: ``APP_ENV=staging`` in the same file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter

from keyguard.context.environment.sections import Section
from keyguard.context.file_kinds import PROFILE_WORDS, words
from keyguard.model import Environment
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MAX_CLUES = 768
"""Clues of a window that are looked at; a file of settings has a handful."""
LONGEST_NAME = 80

_CLUE = lazy_pattern(r"ENV|STAGE|_MODULE|PROFILE|profiles\.active")
"""What is in each of the names below. Most lines have none, and cost nothing more."""
_NAME_BEFORE = lazy_pattern(r"[A-Za-z_.]*\Z")
_VARIABLE = lazy_pattern(
    r"(?<![\w.])(?:(?P<build>(?:NODE|BABEL)_ENV)|(?:[A-Z]{2,20}_){1,3}(?:ENV|ENVIRONMENT|STAGE)"
    r"|ENVIRONMENT|(?:ENV|STAGE)(?=[\"']?[ \t]{0,8}[:=])"
    r"|SPRING_PROFILES_ACTIVE|spring\.profiles\.active|QUARKUS_PROFILE|MICRONAUT_ENVIRONMENTS"
    r"|DJANGO_SETTINGS_MODULE|WP_ENVIRONMENT_TYPE)[\"']?"
    r"(?:[ \t]{0,8}[:= ][ \t]{0,8}|,?\s{1,40}[\"']?value[\"']?[ \t]{0,8}:[ \t]{0,8}"
    r"|(?P<argument>[ \t]{0,8},[ \t]{0,8}(?=[\"'])))"
    r"[\"']?(?:\w{1,40}\.){0,6}(?P<value>\w[\w-]{0,40})(?![\w,])"
)
_DEFINES = lazy_pattern(r"\bdefine\(\s{0,8}[\"']\Z")
"""``define('APP_ENV', 'staging')`` sets it; ``env('APP_ENV', 'production')`` has a default."""
_OF_FILES = (
    (
        # https://learning.postman.com/docs/sending-requests/variables/managing-environments/
        lazy_pattern(r".*postman_environment\.json"),
        lazy_pattern(
            r"\"name\"\s?:\s?\"(?:[^\"\n]{0,60}[ _-])?(?P<value>\w{1,40})\"\s?,"
            r"\s{0,40}\"values\"\s?:"
        ),
    ),
    (
        lazy_pattern(r".+\.(?:tf|tfvars|hcl)"),
        lazy_pattern(
            r"(?:^|[{,])[ \t]{0,40}(?:[Ee]nvironment|env|env_name|stage)[ \t]{0,40}=[ \t]{0,8}"
            r"\"(?P<value>[\w-]{1,40})\"[ \t]*(?=[,}]|$)",
            re.MULTILINE,
        ),
    ),
    (
        lazy_pattern(r"serverless.*\.ya?ml"),
        lazy_pattern(
            r"^provider:[ \t]*\n(?:[ \t][^\n]{0,240}\n){0,40}?[ \t]{1,40}stage:"
            r"[ \t]{0,8}[\"']?(?P<value>[\w-]{1,40})[\"']?[ \t]*$",
            re.MULTILINE,
        ),
    ),
    (
        lazy_pattern(r"(?:application|bootstrap).*\.ya?ml"),
        lazy_pattern(
            r"^spring:[ \t]*\n(?:[ \t][^\n]{0,240}\n){0,40}?[ \t]{1,40}profiles:[ \t]*\n"
            r"[ \t]{1,40}active:[ \t]{0,8}[\"']?(?P<value>[\w-]{1,40})[\"']?[ \t]*$",
            re.MULTILINE,
        ),
    ),
)
"""Files, and what in them names the environment of everything else in them."""

_FOR_ALL = frozenset((
    "env", "envs", "environment", "variables", "variable", "vars", "var", "value", "name", "data",
    "config", "configuration", "settings", "parameters", "params", "args", "options", "global",
    "common", "shared", "default", "defaults", "tags", "locals", "inputs", "provider", "spring",
    "profiles",
))  # fmt: skip
"""Words in the name of a section whose variables are meant for what is around it."""

Sections = Callable[[int], Iterable[Section]]
"""The sections that hold a position, innermost first."""


class Variable(NamedTuple):
    """A variable at ``start`` that names an environment.

    ``build`` means that it may merely say how the program is built: a staging server runs with
    ``NODE_ENV=production``, so it counts only where no other variable says more.
    """

    start: int
    environment: Environment
    build: bool
    reach: tuple[tuple[int, int], ...]
    """The stretches of text for which the variable is set; empty for all of it."""

    def reaches(self, offset: int) -> bool:
        """Whether the variable is set for ``offset``, and not just for a neighbour such as another
        service."""
        return not self.reach or any(start <= offset < end for start, end in self.reach)


Named = frozenset[tuple[Environment, bool]]
"""The environments that variables name, and whether they may just say how the program is built."""


class Variables(NamedTuple):
    """The variables of a window, in order: those that are set for all of it, and the others."""

    everywhere: list[Variable]
    somewhere: list[Variable]
    known: dict[tuple[int, int], Named]
    """The environments that variables for all of the text name in its stretches, as far as they
    were asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether a file sets no variable."""
        return not (self.everywhere or self.somewhere)

    def named_between(self, start: int, end: int, offset: int) -> Named:
        """The environments that the variables in ``text[start:end]`` name for ``offset``."""
        stretch = _stretch(self.everywhere, start, end)
        if stretch not in self.known:
            self.known[stretch] = _named(self.everywhere[slice(*stretch)])
        others = self.somewhere[slice(*_stretch(self.somewhere, start, end))]
        return self.known[stretch] | _named(each for each in others if each.reaches(offset))


def in_order(found: Iterable[Variable]) -> Variables:
    """The variables of a window, given in any order."""
    ordered = sorted(found, key=_start)
    return Variables(
        [each for each in ordered if not each.reach], [each for each in ordered if each.reach], {}
    )


_start = attrgetter("start")


def _stretch(variables: list[Variable], start: int, end: int) -> tuple[int, int]:
    return bisect_left(variables, start, key=_start), bisect_left(variables, end, key=_start)


def _named(variables: Iterable[Variable]) -> Named:
    return frozenset((each.environment, each.build) for each in variables)


def variables_of(
    name: str, text: str, start: int, end: int, sections_at: Sections
) -> Iterator[Variable]:
    """The variables in ``text[start:end]`` of a file of this name."""
    for found, place in (*_of_program(text, start, end), *_of_file(name, text, start, end)):
        if kind := PROFILE_WORDS.get("".join(words(found["value"]))):
            build = found.groupdict().get("build")
            yield Variable(found.start(), kind, bool(build), _reach(text, place, sections_at))


def _of_program(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """The variables that programs read, and where their names are."""
    last = -1
    for clue in islice(_CLUE.finditer(text, start, end), MAX_CLUES):
        begin = _NAME_BEFORE.search(text, max(start, clue.start() - LONGEST_NAME), clue.start())
        found = _VARIABLE.match(text, begin.start()) if begin else None
        if found is None or found.start() == last:
            continue
        defined = _DEFINES.search(text, max(start, found.start() - LONGEST_NAME), found.start())
        if found["argument"] is None or defined:
            last = found.start()
            yield found, last


def _of_file(name: str, text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """How a file of this name says it, beside the variables that programs read."""
    for files, pattern in _OF_FILES:
        if files.fullmatch(name.lower()):
            for found in islice(pattern.finditer(text, start, end), MAX_CLUES):
                yield found, found.start("value")


def _reach(text: str, variable: int, sections_at: Sections) -> tuple[tuple[int, int], ...]:
    """The sections that a variable is set for, innermost first; none if that is everything."""
    reach = []
    for section in sections_at(variable):
        reach.append((section.start, section.end))
        # the key of the variable itself, or the list item that it names
        own = section.end <= variable or text.startswith(section.name, variable)
        if not own and not _FOR_ALL & set(words(section.name)):
            return tuple(reach)
    return ()
