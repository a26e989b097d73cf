"""Nothing waits for a pipe that lies where a file belongs: it is told, with exit code 2."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

LINE = f'key = "{production_key("pipes")}"\n'

IN_GIT = [
    "HEAD",
    "commondir",
    "config",
    "index",
    "info/exclude",
    "objects/11/" + "1" * 38,
    "objects/info/alternates",
    "objects/pack/pack-1.idx",
    "packed-refs",
    "refs/heads/main",
    "refs/heads/other",
    "shallow",
]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "r")
    made.commit_file("kept.py", LINE)
    made.write("staged.py", LINE)
    made.git("add", "staged.py")
    return made


def put_pipe(file: Path) -> None:
    if file.is_dir():
        shutil.move(file, file.parent.parent / "gone")
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    if file.suffix == ".idx":
        file.with_suffix(".pack").write_bytes(b"PACK\0\0\0\2\0\0\0\0")


@pytest.mark.parametrize("name", IN_GIT)
def test_in_the_git_directory(repository: Repository, name: str) -> None:
    put_pipe(repository.path / ".git" / name)
    result = scan_json("scan", cwd=repository.path)
    assert (result.code, {path for _, path in result.found}) == (2, {"kept.py", "staged.py"})
    assert keyguard("history", cwd=repository.path).code == 2


@pytest.mark.parametrize("core", ["", "python"])
def test_in_place_of_a_reverse_index(repository: Repository, core: str) -> None:
    """Objects can be read without it."""
    repository.git("-c", "pack.writeReverseIndex=true", "repack", "-adq")
    (reverse,) = (repository.path / ".git/objects/pack").glob("*.rev")
    put_pipe(reverse)
    result = scan_json("history", cwd=repository.path, env={"KEYGUARD_CORE": core})
    found = {("production-key", "kept.py"), ("production-key", "staged.py")}
    assert (result.code, result.found) == (2, found)


@pytest.mark.parametrize("name", ["HEAD", "config", "index"])
@pytest.mark.parametrize(
    "command", [("staged",), ("staged", "kept.py"), ("audit",), ("commits", "HEAD")]
)
def test_whatever_the_command(repository: Repository, name: str, command: tuple[str, ...]) -> None:
    put_pipe(repository.path / ".git" / name)
    assert keyguard(*command, cwd=repository.path).code == 2


@pytest.mark.parametrize("setting", ["include.path", "core.excludesFile"])
@pytest.mark.parametrize("command", [("scan",), ("history",)])
def test_that_a_setting_names(
    repository: Repository, setting: str, command: tuple[str, ...]
) -> None:
    repository.git("config", setting, str(repository.path.parent / "pipe"))
    os.mkfifo(repository.path.parent / "pipe")
    result = keyguard(*command, cwd=repository.path)
    shown = " ".join((result.out + result.err).split())
    assert (result.code, "is a pipe" in shown) == (2, True)


@pytest.mark.parametrize(
    ("name", "settings", "included"),
    [
        ("config", "[include]\n\tpath = ../more", "[include]\n\tpath = ../pipe"),
        ("config", "[include]\n\tpath = ../more", "[core]\n\texcludesFile = ../pipe"),
        (
            "config",
            '[includeIf "gitdir:/a=b"] path="../more" ; why',
            "[include]path=../pi\\\npe # why",
        ),
        (
            "config",
            "[INCLUDE]\n\tPath = ../mo\\\n\tre\n[include]\n\tpath = ../more",
            "[core]\nattributesFile = ../pipe",
        ),
        ("config.worktree", "[include]\n\tpath = ../more", "\ufeff[include] path = ../pipe"),
    ],
)
def test_that_an_included_file_names(
    repository: Repository, name: str, settings: str, included: str
) -> None:
    repository.git("config", "core.repositoryFormatVersion", "1")
    repository.git("config", "extensions.worktreeConfig", "true")
    with (repository.path / ".git" / name).open("a") as file:
        file.write(f"\n{settings}\n")
    repository.write("more", included)
    repository.git("status", "--short")
    os.mkfifo(repository.path.parent / "pipe")
    for command in ("scan", "history"):
        result = keyguard(command, cwd=repository.path)
        shown = " ".join((result.out + result.err).split())
        assert (result.code, "is a pipe" in shown) == (2, True)


@pytest.mark.parametrize(
    ("settings", "included"),
    [
        ("[include]\n\tpath = ../more", "[include]\n\tpath = ../more"),
        ("[include]\n\tpath = ../more", "# path = ../pipe\n[core]\n\tnotesRef = pipe"),
        ("[core]\n\tattributesFile = ../more", "[include]\n\tpath = ../pipe"),
    ],
)
def test_that_no_setting_names(repository: Repository, settings: str, included: str) -> None:
    with (repository.path / ".git" / "config").open("a") as file:
        file.write(f"\n{settings}\n")
    repository.write("more", included)
    os.mkfifo(repository.path.parent / "pipe")
    assert keyguard("scan", cwd=repository.path).code == 1


def test_in_place_of_the_git_directory(repository: Repository) -> None:
    put_pipe(repository.path / ".git")
    result = scan_json("scan", cwd=repository.path)
    assert (result.code, {path for _, path in result.found}) == (2, {"kept.py", "staged.py"})
    assert keyguard("history", cwd=repository.path).code == 2


@pytest.mark.parametrize("name", [".gitignore", "sub/.gitignore"])
def test_that_says_what_to_ignore(repository: Repository, name: str) -> None:
    repository.write("sub/new.py", LINE)
    put_pipe(repository.path / name)
    result = scan_json("scan", cwd=repository.path)
    assert (result.code, {path for _, path in result.found} >= {"kept.py"}) == (2, True)


@pytest.mark.parametrize(
    "name", ["package.json", "manifest.json", ".keyguard.toml", "pyproject.toml", ".gitattributes"]
)
@pytest.mark.parametrize("command", [("scan",), ("scan", "kept.py"), ("staged",), ("history",)])
def test_beside_what_is_read(repository: Repository, name: str, command: tuple[str, ...]) -> None:
    put_pipe(repository.path / name)
    result = scan_json(*command, cwd=repository.path)
    assert {path for _, path in result.found} >= {"kept.py"} or command == ("staged",)
    assert result.code == (2 if name in (".keyguard.toml", "pyproject.toml") else 1)


@pytest.mark.parametrize("target", ["/dev/null"])
def test_the_null_device_is_a_file_without_content(repository: Repository, target: str) -> None:
    exclude = repository.path / ".git" / "info" / "exclude"
    exclude.unlink(missing_ok=True)
    exclude.parent.mkdir(exist_ok=True)
    exclude.symlink_to(target)
    repository.git("config", "core.excludesFile", target)
    assert scan_json("scan", cwd=repository.path).code == 1
