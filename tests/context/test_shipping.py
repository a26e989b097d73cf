"""What builds ship and what they do not, as small projects, through the commands that users run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, scan_json

SHIPPED = {"key-in-public-env", "key-in-frontend", "key-in-mobile"}
_FILE = re.compile(r"^> (\S+)(?:: (.*))?$")


@dataclass
class Project:
    """Files, and which of them ship a key by which rule."""

    title: str
    expected: set[tuple[str, str]]
    files: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.title


def manifest(packages: str) -> str:
    """A ``package.json`` with packages in versions: ``next@15``."""
    wanted = (package.rpartition("@") for package in packages.split())
    return json.dumps({"dependencies": {name: f"^{version}.0.0" for name, _, version in wanted}})


def projects() -> list[Project]:
    """Blocks of ``shipping.txt``: a title, what is expected, and files."""
    found: list[Project] = []
    name = ""
    for line in Path(__file__).with_name("shipping.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            found.append(Project(line[3:], set()))
        elif line.startswith("! "):
            rule, path = line[2:].split()
            found[-1].expected.add((rule, path))
        elif file := _FILE.match(line):
            name = file[1]
            assert name not in found[-1].files, f"{found[-1]}: {name} twice"
            found[-1].files[name] = manifest(file[2]) if file[2] else ""
        elif found and name and not line.startswith("# "):
            found[-1].files[name] += line + "\n"
    return found


PROJECTS = projects()


def folder(number: int) -> str:
    """Each project has a folder of its own, whose name means nothing."""
    return f"p{number}/"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """All projects in one repository, staged."""
    repository = Repository.create(tmp_path_factory.mktemp("projects") / "repository")
    for number, project in enumerate(PROJECTS):
        make = staging_key if number % 2 else production_key
        for name, text in project.files.items():
            filled = text.replace("<key>", make(f"shipping {number}")).rstrip("\n") + "\n"
            repository.write(folder(number) + name, filled)
    repository.git("add", "--all", "--force")
    return repository


@pytest.fixture(scope="module")
def scanned(repository: Repository) -> dict[str, Result]:
    """What each way to read the repository reports: files, the index, and then the history, in
    which nothing of it is left at HEAD."""
    results = {command: scan_json(command, cwd=repository.path) for command in ("scan", "staged")}
    repository.commit("all")
    repository.git("rm", "-r", "--quiet", ".")
    repository.commit("none")
    return results | {"history": scan_json("history", cwd=repository.path)}


def test_there_are_more_misses_than_hits() -> None:
    assert sum(not project.expected for project in PROJECTS) > len(PROJECTS) / 2


@pytest.mark.parametrize("command", ["scan", "staged", "history"])
@pytest.mark.parametrize(
    ("number", "project"), list(enumerate(PROJECTS)), ids=[str(each) for each in PROJECTS]
)
def test_what_ships(
    scanned: dict[str, Result], number: int, project: Project, command: str
) -> None:
    here = {
        (rule, path.removeprefix(folder(number)))
        for rule, path in scanned[command].found
        if path.startswith(folder(number))
    }
    assert {each for each in here if each[0] in SHIPPED} == project.expected
    holding = {name for name, text in project.files.items() if "<key>" in text}
    assert holding <= {path for _, path in here}
