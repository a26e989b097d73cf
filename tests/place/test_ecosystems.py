"""Which environment the files of each tool configure, and which ones only seem to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.model import Context, Environment, Place, State
from keyguard.place import place
from keyguard.settings import Settings
from tests.samples import production_key

TABLE = Path(__file__).with_name("ecosystems.txt")
KEY = production_key("ecosystems")
HERE = "<key>"


def rows() -> Iterator[tuple[str, str, str]]:
    """The expected class, the path and the text of each row."""
    for block in re.split(r"^(?![|\n])", TABLE.read_text("utf-8"), flags=re.MULTILINE):
        head, *text = block.rstrip("\n").split("\n")
        if head and not head.startswith("#"):
            expected, path = head.split(maxsplit=1)
            yield expected, path, "\n".join(line[2:] for line in text) or HERE


def context(path: str, text: str) -> Context:
    where = Place(path.encode(), State.TREE)
    filled = text.replace(HERE, KEY)
    return place(where, filled, text.index(HERE), "", Settings(), lambda place, path: None)


@pytest.mark.parametrize(("expected", "path", "text"), list(rows()))
def test_environment(expected: str, path: str, text: str) -> None:
    assert context(path, text).environment is Environment(expected)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("live/values.yaml", HERE),
        ("sandbox/config.json", HERE),
        ("stage/config.yml", HERE),
        ("deploy-staging-to-prod.yml", HERE),
        (".env.production-staging", HERE),
        ("config.yml", "preview:\n  key: <key>\n"),
        ("application.yml", "spring.config.activate.on-profile: prod | staging\nkey: <key>\n"),
    ],
)
def test_a_configuration_that_may_be_of_several_says_so(path: str, text: str) -> None:
    found = context(path, text)
    assert (found.environment, found.ambiguous) == (Environment.NONE, True)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", HERE),
        (".env.local", HERE),
        (".env.staging", HERE),
        ("config.yml", "gateway:\n  key: <key>\n"),
        ("config.yml", "production:\n  key: <key>\n"),
        ("src/live/app.ts", HERE),
        ("docs/live/README.md", HERE),
        ("app/src/main/res/values/strings.xml", HERE),
        ("local.properties", HERE),
        ("tests/config.json", HERE),
    ],
)
def test_everything_else_is_not_ambiguous(path: str, text: str) -> None:
    assert not context(path, text).ambiguous
