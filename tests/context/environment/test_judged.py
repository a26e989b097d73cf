"""What overrides the verdict about an environment, and what has none however hostile it is."""

import pytest

from keyguard.context.environment.classify import environment_of
from keyguard.model import Environment
from keyguard.settings import Settings
from tests.context.environment.judged import KEY, NONE, D, P, S, context


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"deploy/blue/.env", P),
        (b"deploy/blue/green/.env", S),
        (b"deploy/red/.env", NONE),
        (b"deploy/red/.env.staging", S),
        (b"docs/guide.md", D),
        (b"blue.py", P),
        (b"deeper/blue.py", NONE),
    ],
)
def test_the_last_matching_glob_overrides(path: bytes, expected: Environment) -> None:
    globs = (("deploy/blue/**", P), ("green/", S), ("*.md", D), ("/blue.py", P))
    assert context(path, settings=Settings(environments=globs)).environment is expected


@pytest.mark.parametrize(
    "path", [b"", b"/", b"./", b"a\nb/.env\n", b"\xff\xfe/\xff.yml", b"..", b"a" * 5000, b"//.env"]
)
def test_odd_paths_are_normal(path: bytes) -> None:
    assert context(path).environment is NONE


def test_a_template_keeps_its_environment_and_says_that_it_is_one() -> None:
    found = context(b".env.staging.example")
    assert (found.environment, found.template) == (S, True)
    assert not context(b".env.staging").template


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{" * 200_000,
        " " * 200_000,
        "-" * 200_000,
        "- " * 100_000,
        "a:\n" * 70_000,
        "a{" * 100_000,
        "qa.qa.qa {" * 20_000,
        "NODE_ENV=dev,dev\n" * 12_000,
        "% a=\n" * 40_000,
        "\n".join(" " * depth + "qa:" for depth in range(500)),
    ],
)
@pytest.mark.parametrize("path", ["a.yml", "a.json", "a.toml", "a.properties", "config.py", ".env"])
def test_hostile_text_has_no_class(path: str, text: str) -> None:
    assert environment_of(path, text + KEY, len(text)) is NONE
