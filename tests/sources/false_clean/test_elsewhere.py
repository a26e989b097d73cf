"""Objects, the git directory and the work tree where variables and settings say."""

from __future__ import annotations

import shutil

import pytest

from tests.sources.false_clean.dangers import FILE, IN_TREE, LINE, SCAN, Command, in_git
from tests.tools import Repository, scan_json


@pytest.mark.parametrize("variable", ["GIT_OBJECT_DIRECTORY", "GIT_DIR"])
@pytest.mark.parametrize("command", [SCAN, FILE])
def test_a_variable_that_leads_nowhere(
    repository: Repository, command: Command, variable: str
) -> None:
    result = scan_json(*command, cwd=repository.path, env={variable: "/nowhere"})
    assert (result.code, bool(result.found), len(result.json["problems"])) == (2, True, 1)


def test_objects_are_read_from_where_the_environment_says(repository: Repository) -> None:
    elsewhere = repository.path.parent / "elsewhere"
    shutil.copytree(in_git(repository, "objects"), elsewhere)
    repository.git(
        "hash-object",
        "-w",
        "--stdin",
        stdin=LINE.encode() + b"\n",
        GIT_OBJECT_DIRECTORY=str(elsewhere),
    )
    result = scan_json("history", cwd=repository.path, env={"GIT_OBJECT_DIRECTORY": str(elsewhere)})
    assert (result.code, len(result.found)) == (1, 3)


def test_a_work_tree_elsewhere_is_not_read_in_place_of_what_is_named(
    repository: Repository,
) -> None:
    (repository.path.parent / "elsewhere").mkdir()
    repository.git("config", "core.worktree", "../../elsewhere")
    assert {path for _, path in scan_json(*FILE, cwd=repository.path).found} == {"kept.py"}
    assert {path for _, path in scan_json(*SCAN, cwd=repository.path).found} == IN_TREE
