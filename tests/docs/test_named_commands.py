"""Every command of keyguard that a page names can be typed: its name and its options are there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from keyguard.cli.commands import COMMANDS, Commands
from tests.docs.pages import PAGES, PROJECT, blocks

TYPED = re.compile(r"(?:^|[;&|]|- )\s*keyguard +([a-z][^\n|;&#]*)", re.MULTILINE)
INLINE = re.compile(r"`keyguard ([a-z][^`\n]*)`")
INSTALLED = re.compile(
    r"pip install [^\n]{0,40}?[\"' ]keyguard(?:\[[^\]\n]*\])?(?P<behind>[^\n]{0,9})"
)
SAID = [
    *PAGES,
    *sorted((PROJECT / "hooks").iterdir()),
    *(
        each
        for each in sorted((PROJECT / "keyguard").rglob("*.*"))
        if each.suffix in {".py", ".yml"}
    ),
]
GROUP = Commands(name="keyguard")
LEFT_OUT = {"is", "itself", "needs", "and", "does", "can", "with", "in", "at", "to", "finds"}
"""What follows the name in prose."""
MISTYPED = {"stagd"}
"""To show what is said then."""


def named(page: Path) -> Iterator[str]:
    """What stands behind ``keyguard`` in code, within lines and in blocks."""
    text = page.read_text("utf-8")
    yield from INLINE.findall(text)
    for block in blocks(text):
        if block["language"] in {"sh", "console", "yaml", "bash", "json"}:
            typed = block["text"].replace("$ ", "")
            yield from TYPED.findall(typed)


def mistake(words: str) -> str:
    """What is wrong with a command; empty if nothing is."""
    try:
        name, *rest = shlex.split(words)
    except ValueError:  # the code cuts a quotation
        name, *rest = words.split()
    if name not in COMMANDS:
        return "" if name in LEFT_OUT | MISTYPED else f"there is no command {name!r}"
    context = click.Context(GROUP)
    command = GROUP.get_command(context, name)
    if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.get_command(context, rest.pop(0).rstrip(","))
        if command is None:
            return f"{name} has no such command"
    assert command is not None
    options = {
        each
        for param in command.get_params(context)
        for each in (*param.opts, *param.secondary_opts)
    }
    typed = [word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    return "".join(f"no option {word} " for word in typed if word not in options)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_can_be_typed(page: Path) -> None:
    wrong = {words: said for words in named(page) if (said := mistake(words))}
    assert wrong == {}


def test_a_wrong_one_would_be_seen() -> None:
    assert len(list(named(PROJECT / "README.md"))) > 10
    assert mistake("scna")
    assert mistake("scan --formt json")
    assert mistake("baseline creat")
    assert mistake("scan -f json --exit-zero src") == ""


def test_what_is_to_be_installed_is_named_by_its_address() -> None:
    """Anyone could take the bare name on the package index."""
    found = [
        (said.name, match["behind"])
        for said in SAID
        if said.is_file()
        for match in INSTALLED.finditer(said.read_text("utf-8"))
    ]
    assert len(found) > 5
    assert [each for each in found if not each[1].startswith(" @ git+")] == []
