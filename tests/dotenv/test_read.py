"""Each dialect reads lines as its loaders did.

The tables hold what those gave to their program for the name ``S``:
each row is a value and the loaders, ``null`` if ``S`` was not set or the loader failed. Measured
on 2026-11-28 and 2026-11-29 with the versions in ``docs/env-files.md``.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.detect.webhook.values.readings import UNTOUCHED
from keyguard.dotenv import read
from keyguard.dotenv.dialect import Dialect
from keyguard.dotenv.read import is_overridden, value_at, value_of
from keyguard.dotenv.table import BY_ID, DIALECTS, ENV_FILES

LINES = ("lines.json", "more_lines.json", "other_lines.json")
LOADERS = {
    "bash": "shell", "bun": "bun", "compose_go": "compose", "decouple": "decouple",
    "deno": "deno", "direnv": "direnv", "djenviron": "django-environ", "dotenv10": "dotenv-old",
    "dotenv13": "dotenv-old", "dotenv14": "dotenv-14", "dotenv15": "dotenv-15",
    "dotenv16": "dotenv", "dotenv17": "dotenv", "dotenv18": "dotenv", "dotenv8": "dotenv-old",
    "dotenvflow": "dotenv", "dotenvx1": "dotenvx-1", "dotenvx2": "dotenvx",
    "dotenvy": "dotenvy", "dynaconf": "dynaconf", "envcmd10": "env-cmd-10",
    "envcmd11": "env-cmd", "environs": "python-dotenv", "environs_expand": "environs-expand",
    "expand10": "next", "expand11": "dotenv-expand-11", "expand12": "dotenv-expand",
    "expand13": "dotenv-expand", "expand5": "dotenv-expand-5", "godotenv15": "godotenv",
    "honcho": "honcho", "make": "make", "mise": "mise", "next15": "next", "next16": "next",
    "next16env": "next", "uv": "dotenvy",
    "node20": "node-20", "node22": "node", "node24": "node", "node26": "node",
    "parseEnv20": "node-20", "parseEnv22": "node", "parseEnv26": "node",
    "phpdotenv5": "phpdotenv", "pydantic": "python-dotenv", "pydotenv": "python-dotenv",
    "ruby24": "ruby-dotenv-2.7", "ruby32": "ruby-dotenv", "starlette": "starlette",
    "symfony5": "symfony", "systemd": "systemd", "systemd_environment_d": "environment.d",
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
    # as "append"
    "also_plus": "compose_go direnv dotenvy godotenv15 make mise phpdotenv5 symfony5 uv",
    "bt_dq": "bash",  # the quote of a command has no end
    "cont": "direnv godotenv15 make symfony5 uv",  # the line goes on, or the next one fails
    "crlf_q": "bash make",
    "dollar3": "expand5",
    "dollars_before_name": "expand5",
    "dollar_brace_empty": "bash symfony5",  # no names
    "dollar_brace_eq": "compose_go systemd_environment_d",  # unknown operators
    "dollar_brace_num": "symfony5",
    "dollar_brace_q": "systemd_environment_d",
    "dollar_dq_hash": "dotenvy mise uv",  # fails at a quote behind a name
    "dollar_esc2": "expand11",
    "dollar_hash": "bash make",  # the number of arguments
    "dollar_paren2": "bash ruby32",
    "dollar_self": "bun djenviron dynaconf expand10 expand11 expand13 expand5 make mise next16",
    "dq_sq_mix": "deno",
    "empty_q": "honcho",
    "also_hash_in_dq_unclosed": "deno",
    "lt": "bash",  # redirections without a name
    "multi_dq2": "direnv make",
    "multi_sq2": "direnv make",
    "r551": "bash",
    "tab_eq": "parseEnv20",
    "trail_tab": "dynaconf",
}
"""Where a loader has its value from elsewhere than the line, or does what no row says."""
NO_LOADER = {
    "docker", "django-environ-0.11", "django-environ-0.4", "dockerfile", "compose-file", "php",
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
    if value is None or re.fullmatch(r"[\w./:=~@%^+,#{}\]-]*", value) or value == "ab\xa0cd":
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


@pytest.mark.parametrize("dialect", ["shell", "django-environ-0.4"])
def test_few_lines_of_a_name_are_tried_however_many_refer_to_it(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_at: list[int] = []

    def counted(text: str, start: int, dialect: Dialect) -> read.Statement | None:
        read_at.append(start)
        return statement_at(text, start, dialect)

    statement_at = read.statement_at
    monkeypatch.setattr(read, "statement_at", counted)
    text = "S=a (b\n" * 100 + "T=a$S\n" * 100
    for line in re.finditer("T", text):
        value_at(text, line.start(), BY_ID[dialect])
        is_overridden(text, line.start(), "T", BY_ID[dialect])
    assert len(read_at) <= (read.MOST_LINES + 3) * 100


@pytest.mark.parametrize("dialect", ENV_FILES, ids=lambda dialect: dialect.id)
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_what_is_called_untouched_is_read_as_it_is(dialect: Dialect, quote: str) -> None:
    for sign in filter(UNTOUCHED.fullmatch, string.printable):
        for value in (f"{sign}a", f"a{sign}{sign}9", f"9{sign}{sign}", f"a{sign}", f"{sign}{sign}"):
            found = value_at(f"S={quote}{value}{quote}\n", 0, dialect)
            assert found in (value, f"{quote}{value}{quote}")
