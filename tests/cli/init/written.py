"""The files that ``keyguard init`` writes, and how they are read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.tools import Repository

PROJECT = Path(__file__).parents[3]
CONFIG = ".keyguard.toml"
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/keyguard.yml"
FILES = (CONFIG, HOOKS, WORKFLOW)
GITLAB = ".gitlab-ci.yml"
BASELINE = ".keyguard-baseline.json"
PROGRAMS = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
"""Where pre-commit is."""
NOWHERE = {
    "PATH": os.pathsep.join(
        folder
        for folder in os.environ["PATH"].split(os.pathsep)
        if not os.path.exists(os.path.join(folder, "pre-commit"))
    )
}
"""Without it."""


def read(repository: Repository, name: str) -> Any:
    return yaml.safe_load((repository.path / name).read_text())


def repos(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(text)["repos"]
    return found


def text_of(repository: Repository, name: str) -> str:
    path = repository.path / name
    return path.read_bytes().decode() if path.exists() else ""
