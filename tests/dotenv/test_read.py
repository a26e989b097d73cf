"""Each dialect reads lines as its loaders did.

``lines.json`` and ``more_lines.json`` hold what those gave to their program for the name ``S``:
each row is a value and the loaders, ``null`` if ``S`` was not set or the loader failed. Measured
on 2026-11-28 and 2026-11-29 with the versions in ``docs/env-files.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.dotenv.read import value_at, value_of
from keyguard.dotenv.table import BY_ID, DIALECTS

LINES = ("lines.json", "more_lines.json")
LOADERS = {
    "bash": "shell", "bun": "bun", "compose_go": "compose", "decouple": "decouple",
    "direnv": "direnv", "djenviron": "django-environ", "dotenv16": "dotenv", "dotenv17": "dotenv",
    "dotenv18": "dotenv", "dotenvflow": "dotenv", "dotenvx1": "dotenvx-1", "dotenvx2": "dotenvx",
    "dynaconf": "dynaconf", "envcmd10": "env-cmd-10", "envcmd11": "env-cmd",
    "environs": "python-dotenv", "environs_expand": "environs-expand",
    "expand11": "dotenv-expand-11", "expand12": "dotenv-expand", "expand13": "dotenv-expand",
    "godotenv15": "godotenv", "honcho": "honcho", "next15": "next", "next16": "next",
    "next16env": "next", "node20": "node-20", "node22": "node", "node24": "node", "node26": "node",
    "parseEnv20": "node-20", "parseEnv22": "node", "parseEnv26": "node", "phpdotenv5": "phpdotenv",
    "pydantic": "python-dotenv", "pydotenv": "python-dotenv", "ruby24": "ruby-dotenv",
    "starlette": "starlette", "symfony5": "symfony", "systemd_environment_d": "environment.d",
    "vite5": "dotenv-expand-11", "vite7": "dotenv-expand", "vite8": "vite",
}  # fmt: skip
UNREAD = {
    "append": "compose_go direnv godotenv15 phpdotenv5",  # the second line fails, so nothing is set
    "multi_bt": "compose_go direnv godotenv15 phpdotenv5 bash",
    "multi_dq": "direnv",
    "multi_sq": "direnv",
    "dollar_paren": "bash dotenvx1 dotenvx2 ruby24",  # the output of a command
    "dollar_punct": "bash",  # the flags of the shell
    "crlf": "bash",
    "dot": "dynaconf environs environs_expand pydantic",  # no program can ask them for that name
    "dup_empty": "decouple",  # the program that was run took an empty value for none
    "empty": "decouple",
    "empty_then": "decouple",
}
"""Where a loader has its value from elsewhere than the line."""
NO_LOADER = {
    "docker", "systemd", "dotenv-old", "dotenv-14", "dotenv-15", "dotenv-expand-5",
    "django-environ-0.11", "django-environ-0.4", "dockerfile", "compose-file", "php",
}  # fmt: skip
"""Rows from manuals, sources and old versions, which no column of the tables is for."""


def cases() -> Iterator[tuple[str, str, str, str | None]]:
    for file in LINES:
        table = json.loads((Path(__file__).parent / file).read_text("utf-8"))
        for title, row in table.items():
            for value, loaders in row["values"]:
                for loader in loaders.split():
                    if loader not in UNREAD.get(title, "").split():
                        yield title, row["line"], loader, value


ALL = list(cases())


def printed(value: str | None) -> str | None:
    """As the generator of environment.d prints it for a shell."""
    if value is None or re.fullmatch(r"[\w./:=~@%^+,#-]*", value, re.ASCII) or value == "ab\xa0cd":
        return value
    escaped = re.sub(r"([\\\"$`])", r"\\\1", value).replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


@pytest.mark.parametrize("loader", LOADERS)
def test_reads_as_the_loader_does(loader: str) -> None:
    rows = [(title, line, value) for title, line, each, value in ALL if each == loader]
    assert len(rows) > 40
    for title, line, expected in rows:
        name = "MY.S" if title == "dot" else "S"
        value = value_of(line, name, BY_ID[LOADERS[loader]])
        if loader == "systemd_environment_d":
            value = printed(value)
        assert value == expected, (title, line)


def test_each_dialect_was_compared_or_is_known_from_its_manual() -> None:
    assert {dialect.id for dialect in DIALECTS} == {*LOADERS.values(), *NO_LOADER}


@pytest.mark.parametrize(
    ("dialect", "line", "value"),
    [
        ("docker", 'S="ab\'c" # d $x\\n\n', '"ab\'c" # d $x\\n'),
        ("docker", "# S=ab\n", None),
        ("systemd", "S=ab$cd#ef\n", "ab$cd#ef"),
        ("systemd", 'S="ab\\"c d" \'e f\'\n', 'ab"c de f'),
        ("systemd", "S=ab\\cd\n", "abcd"),
        ("dockerfile", 'ENV S="ab$cdef"\n', "ab"),
        ("dockerfile", "ENV S='ab$cdef'\n", "ab$cdef"),
        ("compose-file", "  S: 'ab$cd$$ef'\n", "ab$ef"),
        ("compose-file", "- S=ab$cd\n", "ab"),
        ("php", '$S = "ab$cd{$ef}gh";\n', "abgh"),
        ("php", "$S = 'ab$cd';\n", "ab$cd"),
        ("dotenv-old", "S=ab#cd # e\n", "ab#cd # e"),
        ("dotenv-old", "S='ab#cd'\n", "ab#cd"),
        ("dotenv-14", "S=ab#cd # e\n", "ab#cd"),
        ("dotenv-15", "S=ab#cd\n", "ab"),
        ("dotenv-15", "S=`ab` # c\n", "`ab`"),
        ("dotenv-expand-5", "S='ab$cd#ef'\n", "ab#ef"),
        ("django-environ-0.11", "S=ab#cd\n", "ab"),
        ("django-environ-0.11", "S='ab#cd'\n", "ab#cd"),
        ("django-environ-0.11", 'S="ab#cd"\n', '"ab'),
        ("django-environ-0.11", 'S="ab" # c\n', '"ab" '),
        ("django-environ-0.11", 'S="abcd"\n', "abcd"),
        ("django-environ-0.4", "S=ab#cd # e\n", "ab#cd # e"),
    ],
)
def test_reads_as_the_manual_says(dialect: str, line: str, value: str | None) -> None:
    assert value_at(line, 0, BY_ID[dialect]) == value


def test_the_first_line_counted_once() -> None:
    assert value_of("S=ab\nS=cd\n", "S", BY_ID["django-environ-0.4"]) == "ab"


def test_takes_linear_time_for_what_never_ends() -> None:
    """Each of these lines begins a value that its quote does not end."""
    text = 'S="\\"x\n' * 20_000 + "S=${S}\n" * 50
    for dialect in DIALECTS:
        value_of(text, "S", dialect)
