"""Every promise of the threat model names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "threat-model.md").read_text("utf-8")
PROMISES = [
    line for line in PAGE.partition("## What is promised")[2].splitlines() if line.startswith("| ")
][1:]
PROOFS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_promise_is_proven() -> None:
    assert len(PROMISES) > 10
    assert all("::test_" in promise for promise in PROMISES)


@pytest.mark.parametrize(("file", "name"), PROOFS)
def test_its_proof_is_there(file: str, name: str) -> None:
    tree = ast.parse((PROJECT / file).read_text("utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
