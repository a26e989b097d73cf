"""``keyguard scan``: which files are read, and what is said of those that are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()


def test_a_folder_means_tracked_and_untracked_files_that_git_does_not_ignore(
    repository: Repository,
) -> None:
    repository.commit_file("tracked.py", f'key = "{KEY}"')
    repository.write(".gitignore", "ignored.py\n")
    repository.write("ignored.py", f'key = "{KEY}"')
    repository.write("deep/untracked.py", f'key = "{KEY}"')
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 1
    assert {path for _, path in result.found} == {"tracked.py", "deep/untracked.py"}


def test_a_named_file_is_always_read(repository: Repository) -> None:
    repository.write(".gitignore", "*\n")
    repository.write("ignored.py", f'key = "{KEY}"')
    assert scan_json("scan", "ignored.py", cwd=repository.path).found == {
        ("production-key", "ignored.py")
    }


def test_paths_are_relative_to_the_root_and_open_from_here(repository: Repository) -> None:
    repository.write("a/b/key.py", f'key = "{KEY}"')
    below = repository.path / "a"
    assert scan_json("scan", cwd=below).found == {("production-key", "a/b/key.py")}
    text = keyguard("scan", cwd=below).out
    assert "b/key.py" in text
    assert "a/b/key.py" not in text


def test_several_paths_are_all_read_once(repository: Repository) -> None:
    repository.write("one/key.py", f'key = "{KEY}"')
    repository.write("two/key.py", f'key = "{KEY}"')
    result = scan_json("scan", "one", "two", "two/key.py", cwd=repository.path)
    assert {path for _, path in result.found} == {"one/key.py", "two/key.py"}
    assert {finding["occurrences"] for finding in result.json["findings"]} == {1}


def test_outside_a_repository_every_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".hidden").write_text(KEY)
    result = scan_json("scan", tmp_path, cwd=Path("/"))
    assert result.found == {("production-key", "sub/.hidden")}
    assert result.json["scanned"]["files"] == 1


def test_a_file_given_alone_keeps_its_path(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(KEY)
    assert scan_json("scan", file, cwd=Path("/")).found == {("production-key", str(file))}


def test_standard_input(tmp_path: Path) -> None:
    result = scan_json("scan", "-", cwd=tmp_path, stdin=f"key = '{KEY}'")
    (finding,) = result.json["findings"]
    assert (finding["path"], finding["state"]) == ("(stdin)", "stdin")
    named = scan_json(
        "scan", "-", "--stdin-filename", ".env.staging", cwd=tmp_path, stdin=f"KEY={KEY}"
    )
    assert named.found == {("production-key-in-staging", ".env.staging")}


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
    outside = scan_json("scan", repository.path / "pipe", cwd=repository.path)
    assert outside.json["skipped"] == {"not a regular file": 1}


def test_a_link_is_the_path_that_it_names(repository: Repository) -> None:
    (repository.path / "link").symlink_to(f"/nowhere/{KEY}")
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "link")}


def test_a_key_in_a_file_name(repository: Repository) -> None:
    repository.write(f"backup-{KEY}.txt", "nothing")
    result = scan_json("scan", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert finding["rule"] == "production-key"
    assert KEY not in result.out


@pytest.mark.parametrize(
    "name", ["new\nline", 'quo"te', "tab\t", "sp ace", "-dash", "ünïcode", "a" * 200]
)
def test_any_file_name(repository: Repository, name: str) -> None:
    repository.write(f"{name}.py", f'key = "{KEY}"')
    assert len(scan_json("scan", cwd=repository.path).found) == 1
    assert keyguard("scan", cwd=repository.path).code == 1


def test_a_file_name_that_is_no_text(repository: Repository) -> None:
    file = os.path.join(os.fsencode(repository.path), b"\xff\xfe.py")
    with open(file, "wb") as stream:
        stream.write(KEY.encode())
    for format_ in ("text", "json", "sarif", "github", "markdown"):
        assert keyguard("scan", "-f", format_, cwd=repository.path).code == 1


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "latin-1"]
)
def test_text_in_any_encoding(repository: Repository, encoding: str) -> None:
    text = f"# Größe\nkey = '{KEY}'\nwebhook_secret = 'hunter2hunter2'\n"
    repository.write("config.py", text.encode(encoding))
    result = scan_json("scan", cwd=repository.path)
    assert result.found == {
        ("production-key", "config.py"),
        ("weak-webhook-secret", "config.py"),
    }
    assert {finding["line"] for finding in result.json["findings"]} == {2, 3}


def test_a_key_in_a_binary(repository: Repository) -> None:
    repository.write("program.bin", b"\0\1\2\xff" + KEY.encode() + b"\0\xfe")
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "program.bin")}


def test_a_minified_file_of_megabytes(repository: Repository) -> None:
    filler = "a=b(c,d);" * 300_000
    repository.write("app.min.js", f"{filler}k='{KEY}';{filler}")
    result = keyguard("scan", cwd=repository.path)
    assert result.code == 1
    assert len(result.out) < 5_000
