"""A command line without options means the same, whoever reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard import __version__
from keyguard.cli.without_options import simple_run
from tests.samples import production_key
from tests.tools import Repository, keyguard

CHANGES_NOTHING = "--no-color"
"""An option, so that click reads the command line; no output of a test has colours."""

by_a_shell = pytest.mark.skipif(os.name == "nt", reason="click expands patterns there")

SIMPLE = [
    ["staged"],
    ["staged", "--"],
    ["staged", "a.py"],
    ["staged", "a.py", "sub/b.py"],
    ["staged", "--", "a.py", "--exit-zero"],
    ["staged", "missing.py"],
    ["staged", "sub/"],
    ["scan"],
    ["scan", "--"],
    ["scan", "."],
    ["scan", "a.py"],
    ["scan", "sub", "a.py"],
    ["scan", "--", "--exit-zero"],
    ["scan", "missing.py"],
    pytest.param(["scan", "a*.py"], marks=by_a_shell),
    ["scan", "a b.py"],
    ["scan", "clean.py"],
    ["scan", ""],
]

FOR_CLICK = [
    [],
    ["--help"],
    ["--version", "staged"],
    ["-V", "--help"],
    ["scan", "-"],
    ["scan", "--", "-"],
    ["scan", "-q"],
    ["scan", "a.py", "--exit-zero"],
    ["scan", "a.py", "--"],
    ["scan", "a.py", "--", "b.py"],
    ["scan", "--", "--", "a.py"],
    ["staged", "--help"],
    ["staged", "-q", "--", "a.py"],
    ["history"],
    ["history", "."],
    ["audit"],
    ["stage"],
    ["Staged"],
    [""],
    ["keyguard.cli.scan"],
]


@pytest.fixture
def work_tree(repository: Repository) -> Path:
    """Keys in some files, staged or not, and names that could be options."""
    line = f'key = "{production_key()}"\n'
    for name in ("a.py", "sub/b.py", "a b.py", "--exit-zero"):
        repository.write(name, line)
    repository.write("clean.py", "print(1)\n")
    repository.git("add", "--all")
    repository.commit()
    repository.write("a.py", line + f'other = "{production_key(seed=2)}"\n')
    repository.git("add", "a.py")
    repository.write("sub/b.py", line * 2)
    return repository.path


@pytest.mark.parametrize("arguments", SIMPLE)
def test_means_what_it_means_to_click(work_tree: Path, arguments: list[str]) -> None:
    assert simple_run(arguments)
    command, *rest = arguments
    by_click = [command, CHANGES_NOTHING, *rest]
    assert not simple_run(by_click)
    results = [keyguard(*each, cwd=work_tree) for each in (arguments, by_click)]
    assert results[0] == results[1]


@pytest.mark.parametrize("arguments", FOR_CLICK, ids=" ".join)
def test_is_left_to_click(arguments: list[str]) -> None:
    assert simple_run(arguments) is None


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_tells_the_version(option: str, tmp_path: Path) -> None:
    result = keyguard(option, cwd=tmp_path)
    assert (result.code, result.out, result.err) == (0, f"keyguard {__version__}\n", "")
