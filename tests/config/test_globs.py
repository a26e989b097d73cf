"""Globs of a configuration: which can match nothing, and what they are tried on."""

from __future__ import annotations

import os
import sys

import pytest

from keyguard.config.globs import globs
from keyguard.model.path_globs import glob_spec, path_matches
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json


@pytest.mark.parametrize(
    ("glob", "words"),
    [
        ("./src/", "`.`"),
        ("src/../src/", "`.`"),
        ("../repository/src/", "`.`"),
        ("/home/ada/project/src/", "begin at this folder"),
        ("~/project/src/", "begin at this folder"),
        ("C:\\project\\src", "begin at this folder"),
        ("src\\app.py", "'src/app.py'"),
        ("**\\app.py", "'**/app.py'"),
        ("", "empty"),
        ("# src/", "comment"),
        ("!src/", "takes back"),
        ("src/[", "not well-formed"),
        ("/", "not well-formed"),
        ("src//app.py", "one slash"),
        ("//src", "one slash"),
        ("src//", "one slash"),
    ],
)
@pytest.mark.parametrize("text", ["exclude = ['{}']", "[surfaces]\nfrontend = ['{}']"])
def test_globs_that_can_match_nothing(
    project: Repository, glob: str, words: str, text: str
) -> None:
    project.write(".keyguard.toml", text.format(glob) + "\n")
    result = keyguard("scan", cwd=project.path)
    assert result.code in {0, 1}
    assert repr(glob) in result.err
    assert words in result.err
    assert result.err.count("\n") == 1
    assert keyguard("scan", "--quiet", cwd=project.path).err == ""


def test_the_root_s_own_path_is_no_glob(project: Repository) -> None:
    project.write(".keyguard.toml", f"exclude = ['{project.path}/src/']\n")
    assert "can match nothing" in keyguard("scan", cwd=project.path).err


@pytest.mark.parametrize(
    "good",
    [
        ["src/"], ["/src/"], ["/src/deep/er/"], ["/not/there"], ["*.py", "!app.py"], ["**/x"],
        ["\\#x", "\\!x", "a\\ "], [".env*"], ["...x"], ["a\\*b"], ["**"], ["[a-z]*"],
    ],
)  # fmt: skip
def test_globs_that_are_good(project: Repository, good: list[str]) -> None:
    listed = ", ".join(f"'{glob}'" for glob in good)
    project.write(".keyguard.toml", f"exclude = [{listed}]\n")
    result = keyguard("scan", cwd=project.path)
    assert (result.code in {0, 1}, result.err) == (True, "")


@pytest.mark.parametrize(
    "settings",
    [
        'exclude = ["nothing/"]',
        '[environments]\nstaging = ["nothing/"]',
        '[surfaces]\nfrontend = ["nothing/"]',
        "[[patterns]]\nid = 'x'\ndescription = 'd'\nexpression = 'abc'\npaths = ['*.py']",
    ],
)
def test_globs_are_tried_on_names_that_are_no_utf_8(project: Repository, settings: str) -> None:
    project.write(".keyguard.toml", settings + "\n")
    content = f'key = "{production_key()}"  # abc\n'.encode()
    with open(os.path.join(os.fsencode(project.path), b"name\xff.py"), "wb") as file:
        file.write(content)
    result = scan_json("scan", cwd=project.path)
    assert (result.code, bool(result.found)) == (1, True)


def test_a_glob_costs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """pathspec compiles one for each wherever it finds Hyperscan, which takes seconds for some
    hundred globs."""
    hyperscan = pytest.importorskip("hyperscan")
    monkeypatch.setattr(hyperscan, "Database", None)
    assert globs(["src/*.py", "!docs/**"])
    assert path_matches("src/a.py", ("src/*.py", "!docs/**"))


def test_a_dependency_that_is_missing_is_no_fault_of_a_glob(
    project: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    glob_spec.cache_clear()
    monkeypatch.setitem(sys.modules, "pathspec", None)
    project.write(".keyguard.toml", "exclude = ['src/']\n")
    result = keyguard("scan", cwd=project.path, own_process=False)
    assert (result.code, "no module 'pathspec'" in result.err) == (2, True), result.err
