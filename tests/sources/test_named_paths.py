"""What is named is read, wherever it is and of whatever kind, or it is exit code 2."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.processes import PATIENCE, wait_for
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

LINE = f'key = "{production_key("named")}"\n'
RULE = "production-key"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """No repository: a folder and files beside it."""
    for name, content in {"src/a.js": "ok\n", "lib/b.txt": LINE, "config.yml": LINE}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (("src", "config.yml"), {"config.yml"}),
        (("config.yml", "src"), {"config.yml"}),
        (("src", "lib/b.txt"), {"lib/b.txt"}),
        (("src", "lib"), {"lib/b.txt"}),
        (("lib", "lib/b.txt"), {"b.txt"}),
        (("lib/b.txt",), {"lib/b.txt"}),
        (("config.yml", "lib/b.txt"), {"config.yml", "lib/b.txt"}),
    ],
)
def test_outside_of_repositories(folder: Path, paths: tuple[str, ...], found: set[str]) -> None:
    result = scan_json("scan", *paths, cwd=folder)
    assert result.found == {(RULE, path) for path in found}


def test_a_file_of_that_name_elsewhere_is_not_read_in_its_place(folder: Path) -> None:
    (folder / "src" / "config.yml").write_text("clean\n")
    assert scan_json("scan", "src", "config.yml", cwd=folder).found == {(RULE, "config.yml")}


@pytest.mark.parametrize(
    "path",
    ["lib/b.txt", ".//lib/b.txt", "././lib/b.txt", ".///.//lib/b.txt", "lib//b.txt", "lib/./b.txt"],
)
def test_a_file_is_the_same_however_it_is_spelled(folder: Path, path: str) -> None:
    """Outside of repositories, where nothing but its own spelling says what it is called."""
    result = scan_json("scan", path, cwd=folder)
    assert (result.code, result.found) == (1, {(RULE, "lib/b.txt")})
    plain = scan_json("scan", "lib/b.txt", cwd=folder)
    assert result.json["findings"] == plain.json["findings"]


def test_a_file_that_is_gone_while_it_is_read_is_exit_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = os.path.exists
    monkeypatch.setattr(os.path, "exists", lambda path: there(path) or str(path) == "gone.yml")
    result = scan_json("scan", "gone.yml", "config.yml", cwd=folder)
    assert (result.code, result.found) == (2, {(RULE, "config.yml")})


def test_several_repositories_each_by_its_own_configuration(tmp_path: Path) -> None:
    one, two = (Repository.create(tmp_path / name) for name in ("one", "two"))
    for repository in (one, two):
        repository.write("kept.txt", LINE)
        repository.write("left/out.txt", LINE)
        repository.write("ignored.txt", LINE)
        repository.write(".gitignore", "ignored.txt\n")
    one.write(".keyguard.toml", 'exclude = ["left/"]\n')
    result = scan_json("scan", "one", "two", cwd=tmp_path)
    assert result.found == {
        (RULE, "one/kept.txt"),
        (RULE, "two/kept.txt"),
        (RULE, "two/left/out.txt"),
    }
    alone = scan_json("scan", "two", cwd=tmp_path)
    assert {each["fingerprint"] for each in alone.json["findings"]} <= {
        each["fingerprint"] for each in result.json["findings"]
    }


def test_a_file_outside_of_the_repository(repository: Repository) -> None:
    (repository.path.parent / "config.yml").write_text(LINE)
    repository.write("sub/clean", "ok\n")
    result = scan_json("scan", ".", "../../config.yml", cwd=repository.path / "sub")
    assert (result.code, len(result.found)) == (1, 1)


def test_a_missing_path_among_others_is_exit_2(folder: Path) -> None:
    result = scan_json("scan", "src", "nope.yml", cwd=folder)
    assert (result.code, result.json["complete"]) == (2, False)


def test_standard_input_by_its_name(folder: Path) -> None:
    assert scan_json("scan", "/dev/stdin", cwd=folder, stdin=LINE, own_process=True).code == 1


def test_a_pipe_is_read_to_its_end(folder: Path) -> None:
    """It has somebody who writes from the beginning on, and goes when all was read."""
    os.mkfifo(folder / "pipe")
    ours = os.open(folder / "pipe", os.O_RDWR)
    os.write(ours, LINE.encode())

    def go_when_it_was_read() -> None:
        wait_for(lambda: not select.select([ours], [], [], 0)[0])
        os.close(ours)

    writer = threading.Thread(target=go_when_it_was_read)
    writer.start()
    result = scan_json("scan", "pipe", cwd=folder, own_process=True)
    writer.join()
    assert result.found == {(RULE, "pipe")}


def test_a_pipe_that_nobody_writes_to_is_exit_2(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert keyguard("scan", "pipe", cwd=folder).code == 2


def test_a_socket_is_exit_2(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("socket")
    assert keyguard("scan", "socket", "src", cwd=folder).code == 2


@pytest.mark.parametrize("command", ["history", "audit"])
def test_a_file_is_no_repository(repository: Repository, command: str) -> None:
    """What it lies in is not what was asked for."""
    repository.commit()
    other = Repository.create(repository.path.parent / "other")
    other.commit_file("config.yml", LINE)
    other.git("bundle", "create", "--quiet", str(repository.path / "other.bundle"), "--all")
    result = keyguard(command, "other.bundle", cwd=repository.path)
    assert (result.code, "keyguard scan" in result.err) == (2, True)
    work_tree = repository.path / "beside"
    repository.git("worktree", "add", "--quiet", "--detach", str(work_tree))
    assert keyguard(command, "beside/.git", cwd=repository.path).code == 0


@pytest.mark.parametrize("name", ["package.json", "manifest.json", ".keyguard.toml"])
def test_a_pipe_beside_a_file_is_not_waited_for(folder: Path, name: str) -> None:
    os.mkfifo(folder / "lib" / name)
    command = [sys.executable, "-m", "keyguard", "scan", "lib"]
    finished = subprocess.run(
        command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False
    )
    assert finished.returncode == (2 if name == ".keyguard.toml" else 1)


def test_a_submodule_that_is_not_checked_out_is_exit_2(repository: Repository) -> None:
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor/lib")
    (repository.path / "vendor" / "lib").mkdir(parents=True)
    result = keyguard("scan", "vendor/lib", cwd=repository.path)
    assert result.code == 2
    assert "git submodule update" in result.out
    staged = keyguard("staged", "vendor/lib", cwd=repository.path)
    assert staged.code == 2
    assert "keyguard staged" in staged.out
    assert keyguard("staged", "vendor", cwd=repository.path).code == 0  # as a scan of the folder


def test_what_a_sparse_checkout_leaves_out_is_read(repository: Repository) -> None:
    repository.write("kept/a", "ok\n")
    repository.write("left/b", LINE)
    repository.commit()
    repository.git("sparse-checkout", "set", "--cone", "kept")
    assert not (repository.path / "left").exists()
    result = scan_json("scan", cwd=repository.path)
    assert result.found == {(RULE, "left/b")}
    assert result.json["skipped"] == {}


SPARSE = {
    "cone": ("--cone", "kept"),
    "patterns": ("--no-cone", "/kept/", "/top.py"),
    "sparse index": ("--cone", "--sparse-index", "kept"),
    "a file alone": ("--no-cone", "/*", "!/left/b", "!/left/c"),
}


@pytest.mark.parametrize("kind", SPARSE)
def test_what_a_sparse_checkout_leaves_out_is_read_by_its_name(
    repository: Repository, kind: str
) -> None:
    repository.write("kept/a", "ok\n")
    repository.write("left/b", LINE)
    repository.write("left/c/d", LINE)
    repository.commit()
    repository.git("sparse-checkout", "set", *SPARSE[kind])
    both = {(RULE, "left/b"), (RULE, "left/c/d")}
    for named, found in (
        ("left", both),
        ("left/", both),
        ("./left", both),
        (str(repository.path / "left"), both),
        ("left/b", {(RULE, "left/b")}),
        ("left/c", {(RULE, "left/c/d")}),
        ("left/c/d", {(RULE, "left/c/d")}),
    ):
        result = scan_json("scan", named, cwd=repository.path)
        assert (result.code, result.found) == (1, found), named
    assert scan_json("scan", "../left", cwd=repository.path / "kept").found == both
    for missing in ("nope", "left/nope", "lef", "left/b/x", "kept/nope", "*"):
        assert scan_json("scan", missing, cwd=repository.path).code == 2, missing


def test_a_file_that_is_gone_is_no_file_left_out(repository: Repository) -> None:
    repository.write("left/b", LINE)
    repository.commit()
    (repository.path / "left" / "b").unlink()
    assert scan_json("scan", "left/b", cwd=repository.path).code == 2
    repository.git("update-index", "--skip-worktree", "left/b")
    assert scan_json("scan", "left/b", cwd=repository.path).found == {(RULE, "left/b")}


def test_a_folder_in_place_of_a_tracked_file_is_no_submodule(repository: Repository) -> None:
    repository.write("a", "ok\n")
    repository.write(".gitmodules", '[submodule "a"]\n\tpath = a\n\turl = ../a\n')
    repository.commit()
    (repository.path / "a").unlink()
    (repository.path / "a").mkdir()
    for command in (("scan",), ("scan", "a")):
        result = scan_json(*command, cwd=repository.path)
        assert (result.code, result.json["skipped"]) == (0, {"deleted in the work tree": 1})
    repository.write("a/b", LINE)
    for command in (("scan",), ("scan", "a")):
        assert scan_json(*command, cwd=repository.path).found == {(RULE, "a/b")}


class TestStaged:
    def test_a_path_that_is_nowhere_is_exit_2(self, repository: Repository) -> None:
        repository.commit_file("there", "ok\n")
        assert keyguard("staged", "nope.txt", cwd=repository.path).code == 2

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
    def test_a_pipe_can_not_be_staged(self, repository: Repository) -> None:
        repository.commit_file("there", "ok\n")
        os.mkfifo(repository.path / "pipe")
        result = scan_json("staged", "there", "pipe", cwd=repository.path)
        assert (result.code, [each["path"] for each in result.json["problems"]]) == (2, ["pipe"])

    def test_what_is_not_staged_is_judged_by_what_is_beside_it(
        self, repository: Repository
    ) -> None:
        repository.commit_file("lib/app.js", "ok\n")
        repository.write("lib/package.json", '{"dependencies": {"react": "18"}}')
        repository.write("lib/app.js", f'const k = "{production_key("beside")}"\n')
        result = scan_json("staged", "lib/app.js", cwd=repository.path)
        assert result.found == {("key-in-frontend", "lib/app.js")}

    def test_a_path_that_is_only_in_the_index(self, repository: Repository) -> None:
        repository.write("gone", LINE)
        repository.git("add", "gone")
        (repository.path / "gone").unlink()
        assert scan_json("staged", "gone", cwd=repository.path).found == {(RULE, "gone")}

    @pytest.mark.parametrize("path", ["key", "../sub/key", "../sub", "."])
    def test_paths_are_those_of_the_current_folder(self, repository: Repository, path: str) -> None:
        repository.write("sub/key", LINE)
        repository.git("add", "sub")
        result = scan_json("staged", path, cwd=repository.path / "sub")
        assert result.found == {(RULE, "sub/key")}


def test_what_a_filter_encrypts_is_not_published(repository: Repository) -> None:
    """A filter as git-crypt has it: the work tree is plain, the index is not."""
    repository.write(".gitattributes", "secret.env filter=git-crypt\n")
    repository.write("secret.env", LINE)
    repository.write("plain.env", LINE)
    encrypted = repository.git("hash-object", "-w", "--stdin", stdin=b"\0GITCRYPT\0" + b"x" * 40)
    repository.git("add", ".gitattributes", "plain.env")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{encrypted},secret.env")
    result = scan_json("scan", cwd=repository.path)
    assert {path for _, path in result.found} == {"plain.env"}


def test_what_a_filter_would_encrypt_but_git_has_in_plain_is(repository: Repository) -> None:
    repository.write("secret.env", LINE)
    repository.git("add", "secret.env")
    repository.write(".gitattributes", "secret.env filter=git-crypt\n")
    result = scan_json("scan", cwd=repository.path)
    assert {path for _, path in result.found} == {"secret.env"}
