"""``staged``: the index, and not the work tree."""

from __future__ import annotations

from tests.sources.committed import CODE, only
from tests.tools import Repository, keyguard, scan_json


def test_reads_the_index_and_not_the_work_tree(repository: Repository) -> None:
    repository.commit_file("kept.py", "old = 1\n")
    repository.write("staged.py", CODE)
    repository.git("add", "staged.py")
    repository.write("staged.py", "key = None\n")
    repository.write("kept.py", CODE)
    result = scan_json("staged", cwd=repository.path)
    assert result.found == {("production-key", "staged.py")}
    assert only(result)["state"] == "index"


def test_before_the_first_commit(repository: Repository) -> None:
    repository.write("first.py", CODE)
    repository.git("add", "first.py")
    assert scan_json("staged", cwd=repository.path).found == {("production-key", "first.py")}


def test_from_a_sub_folder(repository: Repository) -> None:
    repository.commit()
    repository.write("outside.py", CODE)
    repository.write("sub/inside.py", "x = 1\n")
    repository.git("add", "--all")
    result = scan_json("staged", cwd=repository.path / "sub")
    assert result.found == {("production-key", "outside.py")}


def test_a_deleted_key_is_no_finding(repository: Repository) -> None:
    repository.commit_file("key.py", CODE)
    repository.git("rm", "--quiet", "key.py")
    assert keyguard("staged", cwd=repository.path).code == 0


def test_a_rename_brings_nothing_new(repository: Repository) -> None:
    repository.commit_file("old.py", CODE)
    repository.git("mv", "old.py", "new.py")
    finding = only(scan_json("staged", cwd=repository.path))
    assert (finding["path"], finding["suppressed"]["by"]) == ("new.py", "base")


def test_all_sides_of_a_conflict(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 0\n")
    repository.git("checkout", "-qb", "side")
    repository.commit_file("a.py", CODE)
    repository.git("checkout", "-q", "main")
    repository.commit_file("a.py", "x = 1\n")
    repository.git("merge", "side", check=False)
    assert ("production-key", "a.py") in scan_json("staged", cwd=repository.path).found


def test_hostile_attributes_and_settings_hide_nothing(repository: Repository) -> None:
    repository.commit_file(".gitattributes", "*.lock -diff binary\n")
    repository.git("config", "color.ui", "always")
    repository.git("config", "diff.noprefix", "true")
    repository.write("deps.lock", CODE)
    repository.git("add", "deps.lock")
    assert scan_json("staged", cwd=repository.path).found == {("production-key", "deps.lock")}


def test_named_files_are_read_changed_or_not(repository: Repository) -> None:
    repository.commit_file("committed.py", CODE)
    repository.write("untracked.py", CODE)
    result = scan_json("staged", "committed.py", "untracked.py", cwd=repository.path)
    assert {path for _, path in result.found} == {"committed.py", "untracked.py"}


def test_named_files_are_read_in_the_work_tree_where_it_differs(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.write("a.py", CODE)
    assert scan_json("staged", "a.py", cwd=repository.path).found == {("production-key", "a.py")}


def test_the_same_content_in_two_files(repository: Repository) -> None:
    repository.write("a.py", CODE)
    repository.write("b.py", CODE)
    repository.git("add", "--all")
    result = scan_json("staged", cwd=repository.path)
    assert {path for _, path in result.found} == {"a.py", "b.py"}
    assert result.json["scanned"]["blobs"] == 1
