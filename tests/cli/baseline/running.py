"""``keyguard baseline`` as it is run, and what it wrote."""

from __future__ import annotations

import json

from tests.samples import production_key
from tests.tools import Repository, Result, keyguard

OLD, NEW = production_key("old"), production_key("new")
NAME = ".keyguard-baseline.json"
USE = ("--baseline", NAME)


def baseline(repository: Repository, *arguments: str) -> Result:
    """Runs the command with everything tracked: what is not is a matter of its own."""
    repository.git("add", "--all")
    return keyguard("baseline", *arguments, cwd=repository.path)


def entries(repository: Repository) -> list[dict[str, str]]:
    document = json.loads((repository.path / NAME).read_text())
    findings: list[dict[str, str]] = document["findings"]
    return findings


def unprepared(repository: Repository, *arguments: str) -> Result:
    """Runs the command with the index as it is."""
    return keyguard("baseline", *arguments, cwd=repository.path)
