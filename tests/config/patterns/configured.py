"""A pattern of the user's own, and a file that has it."""

from __future__ import annotations

from tests.samples import body
from tests.tools import Repository, scan_json

TOKEN = f"acme_{body('acme')}"
RULE = """
[[patterns]]
id = "acme-token"
description = "This is an Acme token."
expression = 'acme_[A-Za-z0-9]{32}'
"""
SLOW = """
[[patterns]]
id = "slow"
description = "Slow."
expression = '(x+x+)+y'
"""


def configure(repository: Repository, *lines: str, rule: str = RULE) -> None:
    repository.write(".keyguard.toml", rule + "\n".join(lines) + "\n")


def found(repository: Repository, *arguments: str) -> set[tuple[str, str]]:
    return scan_json("scan", *arguments, cwd=repository.path).found
