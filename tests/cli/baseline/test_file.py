"""The file: what it gives away, where it is, and what is no such file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.baseline.running import NAME, NEW, OLD, USE, baseline, entries
from tests.tools import Repository, keyguard, scan_json


def test_holds_no_secret(repository: Repository) -> None:
    repository.write(f"{OLD}.txt", f'key = "{NEW}"\nwebhook_secret = "short one"\n')
    assert baseline(repository, "create").code == 0
    text = (repository.path / NAME).read_text()
    for value in (OLD, OLD[3:], NEW, NEW[3:], "short one"):
        assert value not in text
    assert {item["rule"] for item in entries(repository)} == {
        "production-key",
        "weak-webhook-secret",
    }


def test_is_the_same_whatever_the_order(repository: Repository) -> None:
    for name in "cab":
        repository.write(f"{name}.py", f'key = "{OLD}"\n')
    baseline(repository, "create")
    first = (repository.path / NAME).read_bytes()
    lines = [line for line in first.decode().splitlines() if "fingerprint" in line]
    assert [json.loads(line.rstrip(","))["path"] for line in lines] == ["a.py", "b.py", "c.py"]
    baseline(repository, "update")
    assert (repository.path / NAME).read_bytes() == first
    baseline(repository, "prune")
    assert (repository.path / NAME).read_bytes() == first


def test_an_empty_one(repository: Repository) -> None:
    assert baseline(repository, "create").code == 0
    assert entries(repository) == []
    assert keyguard("scan", *USE, cwd=repository.path).code == 0


def test_names_of_every_kind(repository: Repository) -> None:
    path = os.fsencode(repository.path) + b"/\xff\n\x1b[1m.py"
    Path(os.fsdecode(path)).write_text(f'key = "{OLD}"\n')
    assert baseline(repository, "create").code == 0
    assert (repository.path / NAME).read_text().isascii()
    assert keyguard("scan", *USE, cwd=repository.path).code == 0


def test_nothing_else_is_left_behind(known: Repository) -> None:
    baseline(known, "update")
    assert {path.name for path in known.path.iterdir()} == {".git", "app.py", NAME}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"<<<<<<< HEAD\n{}",
        b"[" * 100_000,
        b'{"schema": "keyguard-baseline/2", "findings": []}',
        b'{"schema": "keyguard-baseline/1"}',
        b'{"schema": "keyguard-baseline/1", "findings": {}}',
        b'{"schema": "keyguard-baseline/1", "findings": [3]}',
        b'{"schema": "keyguard-baseline/1", "findings": [{}]}',
        b'{"schema": "keyguard-baseline/1", "findings": [{"fingerprint": "x"}]}',
        b'{"schema": "keyguard-baseline/1", "findings": [], "history": 1}',
    ],
)
def test_malformed(known: Repository, content: bytes) -> None:
    known.write(NAME, content)
    for arguments in (["scan", *USE], ["baseline", "update"], ["baseline", "prune"]):
        result = keyguard(*arguments, cwd=known.path)
        assert (result.code, result.out) == (2, "")
        assert NAME in result.err
        assert len(result.err.splitlines()) == 1
    assert (known.path / NAME).read_bytes() == content


def test_missing(repository: Repository) -> None:
    for arguments in (["scan", *USE], ["baseline", "update"], ["baseline", "prune"]):
        result = keyguard(*arguments, cwd=repository.path)
        assert result.code == 2
        assert "keyguard baseline create" in result.err


def test_elsewhere(repository: Repository, tmp_path: Path) -> None:
    repository.write("app.py", f'key = "{OLD}"\n')
    file = tmp_path / "known.json"
    assert baseline(repository, "create", "--baseline", str(file)).code == 0
    assert keyguard("scan", "--baseline", file, cwd=repository.path).code == 0
    nowhere = str(tmp_path / "gone" / "known.json")
    assert baseline(repository, "create", "--baseline", nowhere).code == 2


def test_links_and_permissions_stay(repository: Repository, tmp_path: Path) -> None:
    """But for a link that leads elsewhere: what is there is not the repository's to write over, nor
    is a hook, which git would run with the paths that are in a baseline."""
    repository.write("app.py", f'key = "{OLD}"\n')
    path, known = repository.path / NAME, repository.path / "ci.json"
    baseline(repository, "create")
    path.rename(known).chmod(0o664)
    path.symlink_to(known.name)
    repository.write("app.py", f'key = "{NEW}"\n')
    assert baseline(repository, "update").code == 0
    assert (path.is_symlink(), known.stat().st_mode & 0o777) == (True, 0o664)
    assert scan_json("scan", cwd=repository.path).code == 0
    for other in (tmp_path / "other", repository.path / ".git" / "description"):
        path.unlink()
        other.write_text("mine\n")
        path.symlink_to(other)
        assert baseline(repository, "create", "--force").code == 0
        assert (path.is_symlink(), other.read_text()) == (False, "mine\n")


@pytest.mark.parametrize(
    "command",
    [
        ("baseline", "create"),
        ("baseline", "create", "--baseline", "hooks/pre-push"),
        ("rotation", "start"),
        ("init",),
        ("scan", "../app.py", "--output", "hooks/pre-push"),
        ("audit", "..", "--replacements", "hooks/pre-push"),
    ],
)
def test_nothing_is_written_into_gits_own_folder(
    repository: Repository, command: tuple[str, ...]
) -> None:
    """Git would run what is called like a hook, with the paths that are in a baseline."""
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    folder = repository.path / ".git"
    before = {path for path in folder.rglob("*") if "objects" not in path.parts}
    result = keyguard(*command, cwd=folder)
    assert result.code == 2
    assert "git's own folder" in result.err or command == ("init",)
    assert {path for path in folder.rglob("*") if "objects" not in path.parts} == before


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_has_its_name_and_is_no_file_is_told(repository: Repository, kind: str) -> None:
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    path = repository.path / NAME
    {"folder": path.mkdir, "pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to("x")}[
        kind
    ]()
    for command in ("scan", "staged"):
        result = scan_json(command, cwd=repository.path)
        assert result.code == 2
        assert NAME in [problem["path"] for problem in result.json["problems"]]
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "app.py")}
