"""Configuration: what it changes, and how it complains."""

from __future__ import annotations

import pytest

from tests.samples import body, production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()


@pytest.fixture
def project(repository: Repository) -> Repository:
    repository.write("src/app.py", f'key = "{KEY}"\n')
    return repository


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
    ("text", "line", "words"),
    [
        ('# first\nignroe = ["x"]\n', 2, ["'ignroe'", "'ignore'"]),
        ('ignore = [\n  "prodution-key",\n]\n', 2, ["'prodution-key'", "'production-key'"]),
        ('fail-on = "hihg"\n', 1, ["'fail-on'", "'hihg'", "critical"]),
        ("fail-on = 3\n", 1, ["'fail-on'", "critical"]),
        ('exclude = "src"\n', 1, ["'exclude'", "list"]),
        ("exclude = [1]\n", 1, ["'exclude'", "list of strings"]),
        ("max-file-size = 0\n", 1, ["'max-file-size'", "above zero"]),
        ("all = 1\n", 1, ["'all'", "true or false"]),
        ("\n[keys]\nlenght = 32\n", 3, ["'lenght'", "'length'"]),
        ("[keys]\nlength = true\n", 2, ["'length'"]),
        ('[keys]\nalphabet = "[a-z]+("\n', 2, ["'alphabet'"]),
        ('[keys.prefixes]\npk_ = "publishable"\n', 2, ["'pk_'", "production"]),
        ('[keys.prefixes]\n"(" = "staging"\n', 2, ["prefix"]),
        ("keys = 3\n", 1, ["table"]),
        ('[environments]\nstagign = ["x"]\n', 2, ["'stagign'", "'staging'"]),
        ("[surfaces]\nfrontend = true\n", 2, ["'frontend'", "list"]),
    ],
)
def test_mistakes(project: Repository, text: str, line: int, words: list[str]) -> None:
    project.write(".keyguard.toml", text)
    result = keyguard("scan", cwd=project.path)
    assert (result.code, result.out) == (2, "")
    assert f".keyguard.toml:{line}:" in result.err
    for word in words:
        assert word in result.err


@pytest.mark.parametrize("content", [b"= 1", b"a = ", b"\xff\xfe", b"[keys\n"])
def test_no_toml(project: Repository, content: bytes) -> None:
    project.write(".keyguard.toml", content)
    result = keyguard("scan", cwd=project.path)
    assert result.code == 2
    assert "not valid TOML" in result.err


def test_a_missing_configuration(project: Repository) -> None:
    result = keyguard("scan", "--config", "gone.toml", cwd=project.path)
    assert result.code == 2
    assert "gone.toml" in result.err


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_on_the_command_line(project: Repository, option: str) -> None:
    result = keyguard("scan", option, "prodution-key", cwd=project.path)
    assert result.code == 2
    assert "'production-key'" in result.err
