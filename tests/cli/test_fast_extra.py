"""What is said where the extra ``fast`` is not installed: how to get it, where it matters only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.cli.install import INSTALL
from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, compiled_core
from tests.tools import Repository, keyguard

WITHOUT = "import sys\nsys.modules.update(dict.fromkeys({names}))\n"
"""A module that is None can't be imported: https://docs.python.org/3/reference/import.html"""


def environment(folder: Path, *names: str) -> dict[str, str]:
    """One in which these modules are missing."""
    (folder / "sitecustomize.py").write_text(WITHOUT.format(names=names))
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


@pytest.fixture(autouse=True)
def _committed(repository: Repository) -> None:
    repository.commit_file("app.py", "x = 1\n")


@pytest.mark.parametrize("missing", [("hyperscan",), ("isal",), ("hyperscan", "isal")])
@pytest.mark.parametrize("command", ["history", "audit"])
def test_a_slow_history_says_how_it_would_be_fast(
    repository: Repository, tmp_path: Path, command: str, missing: tuple[str, ...]
) -> None:
    result = keyguard(command, cwd=repository.path, env=environment(tmp_path, *missing))
    assert result.code == 0
    assert result.err.count(INSTALL) == 1


@pytest.mark.skipif(compiled_core() is None, reason="the core was not built")
@pytest.mark.parametrize("command", ["history", "audit"])
def test_a_history_without_the_core_says_how_to_get_it(
    repository: Repository, tmp_path: Path, command: str
) -> None:
    without = environment(tmp_path, "keyguard.gitrepo._core")
    result = keyguard(command, cwd=repository.path, env=without)
    assert (result.code, result.err.count("compiled core")) == (0, 1)
    assert "--force-reinstall" in result.err
    for quiet in ({SWITCH: PYTHON}, {}):
        options = [] if quiet else ["--quiet"]
        result = keyguard(command, *options, cwd=repository.path, env=without | quiet)
        assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (("history",), ()),
        (("audit",), ()),
        (("history", "--quiet"), ("hyperscan", "isal")),
        (("audit", "--quiet"), ("hyperscan", "isal")),
        (("scan",), ("hyperscan", "isal")),
        (("staged",), ("hyperscan", "isal")),
        (("commits", "HEAD"), ("hyperscan", "isal")),
    ],
)
def test_nothing_is_said_where_it_is_there_or_does_not_matter(
    repository: Repository, tmp_path: Path, command: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    result = keyguard(*command, cwd=repository.path, env=environment(tmp_path, *missing))
    assert (result.code, result.err) == (0, "")
