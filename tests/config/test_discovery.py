"""What has the name of a configuration and can't be read is told, and costs no finding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

LINE = f'key = "{production_key("discovery")}"\n'


def link_to(target: str) -> object:
    return lambda path: path.symlink_to(target)


UNREADABLE = {
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a link to nowhere": link_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a folder": link_to("lib"),
    "a link to a device": link_to("/dev/null"),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "r")
    made.write("lib/clean.py", "x = 1\n")
    made.commit_file("app.py", LINE)
    return made


@pytest.mark.parametrize("what", UNREADABLE)
@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml"])
def test_it_is_told(repository: Repository, name: str, what: str) -> None:
    UNREADABLE[what](repository.path / name)  # type: ignore[operator]
    for command in (("scan",), ("scan", "app.py"), ("commits", "HEAD"), ("history",), ("audit",)):
        result = scan_json(*command, cwd=repository.path)
        assert (result.code, {path for _, path in result.found}) == (2, {"app.py"})
        assert name in {each["path"] for each in result.json["problems"]}
    assert keyguard("scan", "lib/clean.py", cwd=repository.path).code == 2
    assert keyguard("scan", "lib/clean.py", "--no-config", cwd=repository.path).code == 0
    assert keyguard("config", "check", cwd=repository.path).code == 2


@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml"])
@pytest.mark.parametrize("folder", [".", ".."])
def test_a_link_to_a_file_is_followed(repository: Repository, name: str, folder: str) -> None:
    table = "" if name.startswith(".") else "[tool.keyguard]\n"
    file = repository.path / folder / "shared.toml"
    file.write_text(f'{table}exclude = ["app.py"]\n')
    (repository.path / name).symlink_to(f"{folder}/shared.toml")
    assert keyguard("scan", "app.py", cwd=repository.path).code == 0


def test_what_a_user_names_may_be_a_pipe(repository: Repository) -> None:
    command = ("scan", "app.py", "--config", "/dev/stdin")
    given = 'exclude = ["app.py"]'
    assert keyguard(*command, cwd=repository.path, stdin=given, own_process=True).code == 0
