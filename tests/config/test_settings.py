"""Configuration: where it is found, and what it changes."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from tests.samples import body, production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

IGNORE = 'ignore = ["production-key"]\n'
READ = [
    (".keyguard.toml", IGNORE, 0),
    (".keyguard.toml", 'fail-on = "critical"\n', 0),
    ("pyproject.toml", f"[tool.keyguard]\n{IGNORE}", 0),
    ("pyproject.toml", "[tool.other]\nignore = 3\n", 1),
    ("pyproject.toml", "# tool.keyguard\ntool = 3\n", 1),
    ("pyproject.toml", "# tool.keyguard\n[tool]\nkeyguard = 3\n", 2),
]


@pytest.mark.parametrize(("name", "text", "code"), READ)
def test_what_is_read_at_the_root(project: Repository, name: str, text: str, code: int) -> None:
    project.write(name, text)
    for folder in (project.path, project.path / "src"):
        assert keyguard("scan", cwd=folder).code == code


@pytest.mark.parametrize("options", [("--config", "other.toml"), ("--fail-on", "high")])
def test_an_option_wins(project: Repository, options: tuple[str, str]) -> None:
    project.write(".keyguard.toml", 'fail-on = "critical"\n')
    project.write("other.toml", "")
    assert len(scan_json("scan", cwd=project.path).found) == 1
    assert keyguard("scan", *options, cwd=project.path).code == 1


def test_excluded_paths_are_suppressed_and_counted(project: Repository) -> None:
    project.write(".keyguard.toml", 'exclude = ["src/"]\n')
    result = scan_json("scan", cwd=project.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert finding["suppressed"]["by"] == "path"
    assert "1 suppressed" in keyguard("scan", cwd=project.path).out


HEX, LETTERS = "0123456789abcdef", ascii_lowercase
OWN_KEYS = [
    (
        '[keys]\nlength = 24\nalphabet = "a-f0-9"\n[keys.prefixes]\ncx- = "staging"\n',
        f"cx-{body('own', 24, HEX)}",
        "staging-key",
    ),
    (
        '[keys.prefixes]\nsk_ = "production"\npk_ = "staging"\n',
        staging_key(),
        "production-key",
    ),
    *(
        (
            f"[keys]\nlength = 32\nalphabet = '{alphabet}'\n",
            f"pk_{body('dash', 15, LETTERS)}-{body('dashes', 16, LETTERS)}",
            "production-key",
        )
        for alphabet in ("a-z-", "-a-z", "a-z-_", "_-a-z", "a--b-z")
    ),
]


@pytest.mark.parametrize(("text", "key", "rule"), OWN_KEYS)
def test_keys_of_another_form(repository: Repository, text: str, key: str, rule: str) -> None:
    repository.write(".keyguard.toml", text)
    repository.write("app.py", f'key = "{key}"\n')
    assert scan_json("scan", cwd=repository.path).found == {(rule, "app.py")}


def test_keys_of_the_usual_form_are_none_then(project: Repository) -> None:
    project.write(".keyguard.toml", OWN_KEYS[0][0])
    assert scan_json("scan", cwd=project.path).found == set()


def test_environment_and_surface_by_glob(repository: Repository) -> None:
    repository.write(
        ".keyguard.toml",
        '[environments]\nstaging = ["deploy/blue/**"]\nnone = [".env.staging"]\n'
        '[surfaces]\nfrontend = ["portal/*.txt"]\n',
    )
    for path in ("deploy/blue/settings.conf", ".env.staging", "portal/a.txt"):
        repository.write(path, f"KEY={production_key()}\n")
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
