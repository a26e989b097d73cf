"""Configuration: where it is found, and what it changes."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from tests.config.test_mistakes import KEY
from tests.samples import body, staging_key
from tests.tools import Repository, keyguard, scan_json


def test_the_root_is_searched_from_a_sub_folder(project: Repository) -> None:
    project.write(".keyguard.toml", 'ignore = ["production-key"]\n')
    assert keyguard("scan", cwd=project.path / "src").code == 0


def test_pyproject(project: Repository) -> None:
    project.write("pyproject.toml", '[tool.keyguard]\nignore = ["production-key"]\n')
    assert keyguard("scan", cwd=project.path).code == 0


def test_pyproject_without_our_table(project: Repository) -> None:
    project.write("pyproject.toml", "[tool.other]\nignore = 3\n")
    assert keyguard("scan", cwd=project.path).code == 1


def test_the_option_wins(project: Repository) -> None:
    project.write(".keyguard.toml", 'ignore = ["production-key"]\n')
    project.write("other.toml", "")
    assert keyguard("scan", "--config", "other.toml", cwd=project.path).code == 1


def test_excluded_paths_are_suppressed_and_counted(project: Repository) -> None:
    project.write(".keyguard.toml", 'exclude = ["src/"]\n')
    result = scan_json("scan", cwd=project.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert finding["suppressed"]["by"] == "path"
    assert "1 suppressed" in keyguard("scan", cwd=project.path).out


def test_fail_on(project: Repository) -> None:
    project.write(".keyguard.toml", 'fail-on = "critical"\n')
    result = scan_json("scan", cwd=project.path)
    assert (result.code, len(result.found)) == (0, 1)
    assert keyguard("scan", "--fail-on", "high", cwd=project.path).code == 1


def test_key_format(repository: Repository) -> None:
    repository.write(
        ".keyguard.toml",
        '[keys]\nlength = 24\nalphabet = "a-f0-9"\n[keys.prefixes]\ncx- = "staging"\n',
    )
    key = "cx-" + body("own", 24, "0123456789abcdef")
    repository.write("app.py", f'a = "{key}"\nb = "{KEY}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("staging-key", "app.py")}


def test_meaning_of_the_prefixes(repository: Repository) -> None:
    repository.write(".keyguard.toml", '[keys.prefixes]\nsk_ = "production"\npk_ = "staging"\n')
    repository.write("app.py", f'a = "{staging_key()}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "app.py")}


def test_environment_and_surface_by_glob(repository: Repository) -> None:
    repository.write(
        ".keyguard.toml",
        '[environments]\nstaging = ["deploy/blue/**"]\nnone = [".env.staging"]\n'
        '[surfaces]\nfrontend = ["portal/*.txt"]\n',
    )
    for path in ("deploy/blue/settings.conf", ".env.staging", "portal/a.txt"):
        repository.write(path, f"KEY={KEY}\n")
    assert scan_json("scan", cwd=repository.path).found == {
        ("production-key-in-staging", "deploy/blue/settings.conf"),
        ("production-key", ".env.staging"),
        ("key-in-frontend", "portal/a.txt"),
    }


@pytest.mark.parametrize(
    "name",
    [".keyguard.toml", "pyproject.toml", "known.json", "rules.toml"],
)
def test_a_byte_order_mark_is_no_mistake(project: Repository, name: str) -> None:
    files = {
        ".keyguard.toml": "baseline = 'known.json'\nrules = ['rules.toml']\n",
        "known.json": '{"schema": "keyguard-baseline/1", "findings": []}',
        "rules.toml": "[[rules]]\nid = 'x'\nregex = 'x{99}'\n",
    }
    if name == "pyproject.toml":
        files = {name: "[tool.keyguard]\nall = true\n"}
    for file, text in files.items():
        project.write(file, text.encode("utf-8-sig" if file == name else "utf-8"))
    result = keyguard("scan", cwd=project.path)
    assert (result.code, result.err) == (1, "")


@pytest.mark.parametrize("tool", ["tool = 3", "[tool]\nkeyguard = 3"])
def test_pyproject_with_something_else_there(project: Repository, tool: str) -> None:
    project.write("pyproject.toml", f"# tool.keyguard\n{tool}\n")
    assert keyguard("scan", cwd=project.path).code == (2 if "keyguard = 3" in tool else 1)


@pytest.mark.parametrize("alphabet", ["a-z-", "-a-z", "a-z-_", "_-a-z", "a--b-z"])
def test_a_dash_in_an_alphabet_is_a_dash(repository: Repository, alphabet: str) -> None:
    repository.write(".keyguard.toml", f"[keys]\nlength = 32\nalphabet = '{alphabet}'\n")
    text = body("dash", 15, ascii_lowercase) + "-" + body("dashes", 16, ascii_lowercase)
    repository.write("app.py", f'key = "pk_{text}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "app.py")}
