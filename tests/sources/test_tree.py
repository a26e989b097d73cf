"""``keyguard scan``: which files are read, and under which path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.prefilter.select import MANY_FILES
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


def test_a_named_folder_of_which_all_is_ignored_is_read(repository: Repository) -> None:
    """A bundle is checked before it is deployed, though git ignores it."""
    repository.write(".gitignore", "dist/\n")
    repository.write("src/key.py", f'key = "{KEY}"')
    repository.write("dist/assets/app.js", f'fetch("/", "{KEY}")')
    repository.write("dist/config.json", f'{{"key": "{KEY}"}}')
    bundle = {("key-in-frontend", "dist/assets/app.js"), ("key-in-frontend", "dist/config.json")}
    assert scan_json("scan", "dist", cwd=repository.path).found == bundle
    assert scan_json("scan", cwd=repository.path / "dist").found == bundle
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "src/key.py")}


@pytest.mark.parametrize("ignore", ["dist/\n", "dist/*\n!dist/.gitkeep\n", "dist/**\n"])
def test_a_tracked_file_in_an_ignored_folder_hides_nothing(
    repository: Repository, ignore: str
) -> None:
    repository.write("dist/.gitkeep", "")
    repository.git("add", "--force", "dist/.gitkeep")
    repository.write(".gitignore", ignore)
    repository.write("dist/app.js", f'fetch("/", "{KEY}")')
    bundle = {("key-in-frontend", "dist/app.js")}
    assert scan_json("scan", "dist", cwd=repository.path).found == bundle
    assert scan_json("scan", cwd=repository.path).found == set()


def test_a_few_ignored_files_do_not_make_an_ignored_folder(repository: Repository) -> None:
    repository.commit_file("src/app.py", "")
    repository.write(".gitignore", "*.log\n/src/local.py\n")
    repository.write("src/local.py", f'key = "{KEY}"')
    repository.write("src/app.log", KEY)
    assert scan_json("scan", "src", cwd=repository.path).found == set()


def test_paths_are_relative_to_the_root_and_open_from_here(repository: Repository) -> None:
    repository.write("a/b/key.py", f'key = "{KEY}"')
    below = repository.path / "a"
    assert scan_json("scan", cwd=below).found == {("production-key", "a/b/key.py")}
    text = keyguard("scan", cwd=below).out
    assert text.startswith("b/key.py\n")


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


def test_the_own_cache_in_a_home_is_not_read(tmp_path: Path) -> None:
    own = tmp_path / ".cache" / "keyguard"
    for folder in (own, tmp_path / "other" / ".cache" / "keyguard", tmp_path / ".cache" / "shop"):
        folder.mkdir(parents=True)
        (folder / "key.txt").write_text(KEY)
    cache = {"XDG_CACHE_HOME": str(tmp_path / ".cache")}
    result = scan_json("scan", cwd=tmp_path, env=cache)
    assert {path for _, path in result.found} == {
        "other/.cache/keyguard/key.txt",
        ".cache/shop/key.txt",
    }
    assert result.json["skipped"] == {"keyguard's own cache": 1}
    assert scan_json("scan", str(own), cwd=tmp_path, env=cache).found == {
        ("production-key", "key.txt")
    }


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


def test_many_files_are_all_read_and_counted(repository: Repository) -> None:
    for number in range(MANY_FILES):
        repository.write(f"folder{number % 7}/file{number}.txt", "x" * (number % 5))
    repository.write("folder0/wide.py", f"key = '{KEY}'".encode("utf-16"))
    repository.write(f"folder1/{production_key(1)}", "")
    repository.git("add", "--all")
    repository.write("untracked.py", f"key = '{production_key(2)}'")
    result = scan_json("scan", cwd=repository.path)
    assert {finding["path"] for finding in result.json["findings"]} >= {
        "folder0/wide.py",
        "untracked.py",
    }
    assert len(result.json["findings"]) == 3
    sizes = [file.stat().st_size for file in repository.path.glob("[!.]*/*")]
    sizes.append((repository.path / "untracked.py").stat().st_size)
    scanned = result.json["scanned"]
    assert (scanned["files"], scanned["bytes"]) == (len(sizes), sum(sizes))
