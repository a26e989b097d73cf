"""A command line without options means the same, whoever reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard import __version__
from keyguard.cli.without_options import simple_run
from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, core_description
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
    ["staged", ""],
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
    ["commits", "HEAD"],
    ["commits", "HEAD", "^HEAD"],
    ["commits", "--", "HEAD"],
    ["commits", "missing..HEAD"],
    ["commits", ""],
    ["history"],
    ["history", "."],
    ["history", "sub"],
    ["history", "--", "sub"],
    ["history", "missing"],
    ["history", ""],
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
    ["commits"],
    ["commits", "--"],
    ["commits", "--pushing", "HEAD"],
    ["history", ".", "sub"],
    ["history", "--cache"],
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


@pytest.mark.parametrize("question", ["bash_complete", "bash_source", "nonsense"])
@pytest.mark.parametrize("arguments", [["staged"], ["staged", CHANGES_NOTHING], ["history"]])
def test_a_question_of_a_shell_replaces_no_scan(
    work_tree: Path, arguments: list[str], question: str
) -> None:
    asked = {"_KEYGUARD_COMPLETE": question}
    assert keyguard(*arguments, cwd=work_tree, env=asked, own_process=True).code == 1


def test_a_question_of_a_shell_is_answered(tmp_path: Path) -> None:
    asked = {"_KEYGUARD_COMPLETE": "bash_complete", "COMP_WORDS": "keyguard sta", "COMP_CWORD": "1"}
    assert keyguard(cwd=tmp_path, env=asked, own_process=True).out == "plain,staged\n"
    asked = {"_KEYGUARD_COMPLETE": "zsh_source"}
    assert "compdef" in keyguard(cwd=tmp_path, env=asked, own_process=True).out


@pytest.mark.parametrize("option", ["-V", "--version"])
@pytest.mark.skipif(os.name == "nt", reason="a shell closes the stream")
def test_a_version_that_nobody_can_read(option: str, tmp_path: Path) -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "keyguard", option]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (finished.returncode, "standard output is closed" in finished.stderr) == (2, True)


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_tells_the_version(option: str, tmp_path: Path) -> None:
    result = keyguard(option, cwd=tmp_path)
    told = f"keyguard {__version__}\ncore: {core_description()}\n"
    assert (result.code, result.out, result.err) == (0, told, "")
    result = keyguard(option, cwd=tmp_path, env={SWITCH: PYTHON}, own_process=True)
    assert result.out == f"keyguard {__version__}\ncore: python\n"
