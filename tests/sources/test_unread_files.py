"""``keyguard scan``: what is said of files that are not read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()


def test_a_missing_path_is_a_problem_and_the_rest_is_read(repository: Repository) -> None:
    repository.write("key.py", f'key = "{KEY}"')
    result = scan_json("scan", "key.py", "gone.py", cwd=repository.path)
    assert result.code == 2
    assert result.found == {("production-key", "key.py")}
    assert result.json["complete"] is False
    assert [problem["path"] for problem in result.json["problems"]] == ["gone.py"]


def test_what_is_too_large_is_a_problem(repository: Repository) -> None:
    repository.write("large.txt", "x" * 101)
    result = scan_json("scan", "--max-file-size", "100", cwd=repository.path)
    assert result.code == 2
    assert "--max-file-size" in result.json["problems"][0]["message"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_problem(repository: Repository) -> None:
    repository.write("secret.txt", KEY).chmod(0)
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 2
    assert [problem["path"] for problem in result.json["problems"]] == ["secret.txt"]


def test_what_is_no_file_is_counted(repository: Repository) -> None:
    os.mkfifo(repository.path / "pipe")
    Repository.create(repository.path / "inner").commit_file("key.py", f'key = "{KEY}"')
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 0
    assert result.json["skipped"] == {"another repository (submodule)": 1}
    assert result.json["submodules"] == ["inner"]
    assert keyguard("scan", "pipe", cwd=repository.path).code == 2


def test_a_key_in_the_name_of_what_is_not_read(repository: Repository) -> None:
    repository.write(f"gone/{KEY}.txt", "").parent.joinpath("stays").write_text("")
    repository.commit()
    (repository.path / f"gone/{KEY}.txt").unlink()
    repository.write(f"{production_key(1)}.txt", "x" * 101)
    Repository.create(repository.path / production_key(2)).commit_file("a", "")
    result = scan_json("scan", "--max-file-size", "100", cwd=repository.path)
    assert result.code == 2
    assert len(result.json["findings"]) == 3


def test_what_stands_where_a_file_was(repository: Repository) -> None:
    """Nothing here is a reason to fail, and only links and files have content."""
    for name in ("gone", "folder", "fifo", "parent/below", "link", "grown"):
        repository.write(name, "nothing")
    repository.commit()
    for name in ("gone", "folder", "fifo", "parent/below", "link"):
        (repository.path / name).unlink()
    (repository.path / "folder").mkdir()
    os.mkfifo(repository.path / "fifo")
    (repository.path / "parent").rmdir()
    repository.write("parent", "now a file")
    (repository.path / "link").symlink_to("parent/never")
    repository.write("grown", "")
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 0
    assert result.json["skipped"] == {
        "deleted in the work tree": 3,
        "not a regular file": 1,
    }
    assert result.json["scanned"]["files"] == 3


def test_what_is_no_file_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    (outside / "key.py").write_text(KEY)
    (inside / "deep" / ".git").mkdir(parents=True)
    (inside / "deep" / ".git" / "config").write_text(KEY)
    (inside / "to-folder").symlink_to(outside)
    (inside / "to-file").symlink_to(outside / "key.py")
    os.mkfifo(inside / "fifo")
    monkeypatch.chdir(inside / "deep")  # a socket's whole path has 108 characters at most
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        result = scan_json("scan", inside, cwd=Path("/"))
    assert (result.code, result.found) == (0, set())
    assert result.json["skipped"] == {"not a regular file": 2}
    assert result.json["scanned"]["files"] == 2


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="there is no /proc")
def test_a_file_that_holds_more_than_its_size(tmp_path: Path) -> None:
    arguments, own = ("scan", "/proc/self/environ"), {"env": {"SOME": KEY}, "own_process": True}
    result = scan_json(*arguments, cwd=tmp_path, **own)
    assert result.found == {("production-key", "/proc/self/environ")}
    limited = scan_json(*arguments, "--max-file-size", "10", cwd=tmp_path, **own)
    assert limited.code == 2
    assert "--max-file-size" in limited.json["problems"][0]["message"]
