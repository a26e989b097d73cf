"""Which environment the files of each tool configure and where they run, as tables of files."""

from __future__ import annotations

import pytest

from keyguard.model import Environment, Surface
from tests.context.table import HERE, Row, rows


@pytest.mark.parametrize("row", rows("ecosystems.txt"), ids=str)
def test_environment(row: Row) -> None:
    assert row.context().environment is Environment(row.expected)


@pytest.mark.parametrize("row", rows("surfaces.txt"), ids=str)
def test_surface(row: Row) -> None:
    assert row.context().surface is Surface(row.expected)


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
    found = Row("none", path, text).context()
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
        *((f"{word}.yml", HERE) for word in ("local", "test", "testing", "ci", "debug")),
        *((f"{word}/config.json", HERE) for word in ("local", "test", "testing", "ci", "debug")),
    ],
)
def test_everything_else_is_not_ambiguous(path: str, text: str) -> None:
    assert not Row("none", path, text).context().ambiguous
