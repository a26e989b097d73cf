"""What the configuration alone calls a key is in nothing that is said of mistakes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.test_nothing_leaks import Run, run_here, toml
from tests.samples import body
from tests.tools import Repository

OWN_KEY = f"gwp-{body('own prefix', 24)}"
OWN_TOKEN = f"acme{body('own pattern', 20, 'abcdef0123456789')}"
CONFIGURATION = """
[keys]
length = 24
[keys.prefixes]
gwp- = "production"
[[patterns]]
id = "acme"
description = "A token of Acme's."
expression = "acme[a-f0-9]{20}"
"""


def of_a_configuration(planted: str) -> Iterator[tuple[str, Run]]:
    """What is said before a configuration is read, because of it, and after it."""
    for arguments in (
        ["scan", "--format", planted],
        ["scan", "--ignore", planted],
        ["scan", "--baseline", planted],
        ["baseline", "create", "--reason", planted],
        [f"--{planted}"],
        [planted],
        ["history", planted],
        ["commits", f"HEAD..{planted}"],
        ["rules", planted],
    ):
        yield " ".join(arguments), Run(arguments, {".keyguard.toml": CONFIGURATION})
    word = toml(planted)
    for name, text in {
        "key": f"{word} = 3",
        "rule": f"ignore = [{word}]",
        "baseline": f"baseline = {word}",
        "rule file": f"rules = [{word}]",
        "glob in vain": f"exclude = [{toml('./' + planted)}]",
    }.items():
        yield name, Run(["scan", "--verbose"], {".keyguard.toml": f"{text}\n{CONFIGURATION}"})
    yield "no TOML", Run(["scan"], {".keyguard.toml": f"gwp-={planted[:30]!r}\n{planted}"})
    project = f"[tool.keyguard]\n{word} = 3\n[tool.keyguard.keys.prefixes]\ngwp- = 'staging'\n"
    yield "project", Run(["scan"], {".keyguard.toml": "", "pyproject.toml": project})


def test_nothing_is_written_that_the_configuration_calls_a_secret(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    repository.commit_file("app.py", "needle = 1\n")
    for name, run in of_a_configuration(f"{OWN_KEY} {OWN_TOKEN}"):
        run_here(run, repository.path, monkeypatch)
        said = capfd.readouterr()
        for secret in (OWN_KEY, OWN_TOKEN):
            assert secret[10:] not in said.out + said.err, name
