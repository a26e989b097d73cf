"""A file with one rule of gitleaks, and a scan by such files."""

from __future__ import annotations

from tests.samples import body
from tests.tools import Repository, Result, scan_json

TOKEN = f"acme_{body('acme')}"
RULE = """
[[rules]]
id = "acme"
description = "Acme"
regex = '''(?i)acme_[a-z0-9]{32}\\b'''
keywords = ["ACME_"]
"""
LINE = f'key = "{TOKEN}"  # not so secret'


def scan(repository: Repository, rules: str, *arguments: str) -> Result:
    repository.write("rules/gitleaks.toml", rules)
    arguments = ("--rules", "rules/gitleaks.toml", *arguments)
    return scan_json("scan", "src", *arguments, cwd=repository.path)


def found(repository: Repository, rules: str, path: str = "src/app.py", text: str = LINE) -> bool:
    repository.write(path, text)
    result = scan(repository, rules)
    assert result.code in (0, 1), result.err
    return bool(result.found)
