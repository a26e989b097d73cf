"""What variables beside a setting say of its deployment: ``APP_ENV=staging`` in the same file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from keyguard.context.environment.sections import WINDOW, Section
from keyguard.context.file_kinds import PROFILE_WORDS, words
from keyguard.model import Environment

MAX_CLUES = 512
"""Spots around a setting that are looked at; a file of settings has a handful."""
LONGEST_NAME = 80

_CLUE = re.compile(r"ENV|STAGE|_MODULE|PROFILE|profiles\.active")
"""What is in each of the names below. Most lines have none, and cost nothing more."""
_NAME_BEFORE = re.compile(r"[A-Za-z_.]*\Z")
_VARIABLE = re.compile(
    r"(?<![\w.])(?:(?P<build>(?:NODE|BABEL)_ENV)|(?:[A-Z]{2,20}_){1,3}(?:ENV|ENVIRONMENT|STAGE)"
    r"|ENVIRONMENT|(?:ENV|STAGE)(?=[\"']?[ \t]{0,8}[:=])"
    r"|SPRING_PROFILES_ACTIVE|spring\.profiles\.active|QUARKUS_PROFILE|MICRONAUT_ENVIRONMENTS"
    r"|DJANGO_SETTINGS_MODULE)[\"']?"
    r"(?:[ \t]{0,8}[:= ][ \t]{0,8}|,?\s{1,40}[\"']?value[\"']?[ \t]{0,8}:[ \t]{0,8})"
    r"[\"']?(?:\w{1,40}\.){0,6}(?P<value>\w[\w-]{0,40})(?![\w,])"
)
_OF_FILES = (
    (
        re.compile(r".+\.(?:tf|tfvars|hcl)"),
        re.compile(
            r"(?:^|[{,])[ \t]{0,40}(?:[Ee]nvironment|env|env_name|stage)[ \t]{0,40}=[ \t]{0,8}"
            r"\"(?P<value>[\w-]{1,40})\"[ \t]*(?=[,}]|$)",
            re.MULTILINE,
        ),
    ),
    (
        re.compile(r"serverless.*\.ya?ml"),
        re.compile(
            r"^provider:[ \t]*\n(?:[ \t]{1,40}[^\n]{0,200}\n){0,40}?[ \t]{1,40}stage:"
            r"[ \t]{0,8}[\"']?(?P<value>[\w-]{1,40})[\"']?[ \t]*$",
            re.MULTILINE,
        ),
    ),
    (
        re.compile(r"(?:application|bootstrap).*\.ya?ml"),
        re.compile(
            r"^spring:[ \t]*\n(?:[ \t]{1,40}[^\n]{0,200}\n){0,40}?[ \t]{1,40}profiles:[ \t]*\n"
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

_OF_COMMANDS = frozenset({"package.json", "composer.json"})
"""Files whose variables are in commands, each in front of its own."""

Sections = Callable[[int], Iterator[Section]]
"""The sections that hold a position, innermost first."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable at ``start`` that names an environment.

    ``build`` means that it says how the program is built, too: a staging server runs with
    ``NODE_ENV=production``, so that it counts only where no other variable says more.
    """

    start: int
    environment: Environment
    build: bool = False


def of_program(name: str, text: str, offset: int, sections_at: Sections) -> Iterator[Variable]:
    """The variables around ``text[offset]`` that are set for what is there, too."""
    start, end = max(0, offset - WINDOW), min(len(text), offset + WINDOW)
    if name in _OF_COMMANDS:
        start, end = text.rfind("\n", start, offset) + 1, offset
    last = -1
    for clue in islice(_CLUE.finditer(text, start, end), MAX_CLUES):
        begin = _NAME_BEFORE.search(text, max(start, clue.start() - LONGEST_NAME), clue.start())
        found = _VARIABLE.match(text, begin.start()) if begin else None
        if found is None or found.start() == last:
            continue
        last = found.start()
        if (kind := _environment(found)) and _reaches(text, last, offset, sections_at):
            yield Variable(last, kind, bool(found["build"]))


def of_file(name: str, text: str, offset: int, sections_at: Sections) -> Iterator[Variable]:
    """How a file of this name says it, beside the variables that programs read."""
    start, end = max(0, offset - WINDOW), min(len(text), offset + WINDOW)
    for files, pattern in _OF_FILES:
        if files.fullmatch(name.lower()):
            for found in islice(pattern.finditer(text, start, end), MAX_CLUES):
                kind = _environment(found)
                if kind and _reaches(text, found.start("value"), offset, sections_at):
                    yield Variable(found.start(), kind)


def _environment(found: re.Match[str]) -> Environment | None:
    return PROFILE_WORDS.get("".join(words(found["value"])))


def _reaches(text: str, variable: int, offset: int, sections_at: Sections) -> bool:
    """Whether a variable is set for ``offset``: not for a neighbour, such as another service."""
    for section in sections_at(variable):
        if section.start <= offset < section.end:
            return True
        # the key of the variable itself, or the list item that it names
        own = section.end <= variable or text.startswith(section.name, variable)
        if not own and not _FOR_ALL & set(words(section.name)):
            return False
    return True
