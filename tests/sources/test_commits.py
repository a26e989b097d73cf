"""``commits``: what a range introduces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.sources.committed import CODE, only
from tests.tools import Repository, keyguard, scan_json


def test_reads_what_the_range_introduces(repository: Repository) -> None:
    repository.commit_file("old.py", f'key = "{staging_key()}"\n')
    base = repository.commit()
    repository.commit_file("new.py", CODE)
    tip = repository.commit_file("new.py", "x = 1\n")
    result = scan_json("commits", f"{base}..{tip}", cwd=repository.path)
    assert result.found == {("production-key", "new.py")}
    assert only(result)["state"] == "history"
    assert result.json["scanned"]["commits"] == 2


def test_messages_tags_and_file_names(repository: Repository) -> None:
    repository.commit()
    keys = [production_key(seed) for seed in ("message", "tag", "name")]
    repository.commit("see " + keys[0])
    repository.git("tag", "-a", "v1", "-m", keys[1])
    repository.commit_file(f"{keys[2]}.txt", "x")
    result = keyguard("commits", "HEAD~2..", "-f", "json", "--show-secrets", cwd=repository.path)
    found = {finding["credential"]["secret"] for finding in result.json["findings"]}
    assert found == set(keys)


def test_what_only_a_merge_brought(repository: Repository) -> None:
    repository.commit()
    repository.git("checkout", "-qb", "side")
    repository.commit_file("side.py", "x = 1\n")
    repository.git("checkout", "-q", "main")
    repository.commit_file("main.py", "x = 1\n")
    base = repository.git("rev-parse", "HEAD")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repository.write("evil.py", CODE)
    merge = repository.commit("merge")
    finding = only(scan_json("commits", f"{base}..HEAD", cwd=repository.path))
    assert (finding["path"], finding["commit"]) == ("evil.py", merge)


@pytest.mark.parametrize("name", ["two.py", "evil.py"])
def test_what_a_merge_of_several_brought(repository: Repository, name: str) -> None:
    """An evil merge holds what none of its parents has."""
    base = repository.commit()
    for side in ("one", "two", "three"):
        repository.git("checkout", "--quiet", "-b", side, base)
        repository.commit_file(f"{side}.py", CODE if name == f"{side}.py" else "x = 1\n")
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-commit", "one", "two", "three")
    if name == "evil.py":
        repository.write(name, CODE)
    merge = repository.commit("merge")
    finding = only(scan_json("commits", f"{base}..HEAD", cwd=repository.path))
    assert finding["path"] == name
    assert (finding["commit"] == merge) is (name == "evil.py")


def test_several_revisions(repository: Repository) -> None:
    repository.commit_file("old.py", f'key = "{staging_key()}"\n')
    repository.git("branch", "base")
    repository.commit_file("new.py", CODE)
    result = scan_json("commits", "main", "^base", cwd=repository.path)
    assert result.found == {("production-key", "new.py")}


@pytest.mark.parametrize(
    "revision", ["nowhere..HEAD", "HEAD..nowhere", "nowhere", "--output=x", "", "deadbeef.."]
)
def test_a_bad_range_is_an_error(repository: Repository, revision: str) -> None:
    repository.commit()
    result = keyguard("commits", "--", revision, cwd=repository.path)
    assert result.code == 2
    assert "range" in result.err
    assert list(repository.path.iterdir()) == [repository.path / ".git"]


def test_an_empty_range_is_clean(repository: Repository) -> None:
    repository.commit()
    assert keyguard("commits", "HEAD..HEAD", cwd=repository.path).code == 0


def test_a_range_that_a_shallow_clone_cuts(repository: Repository, tmp_path: Path) -> None:
    for number in range(4):
        repository.commit(str(number))
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.path}", str(shallow))
    assert keyguard("commits", "HEAD~1..HEAD", cwd=shallow).code == 0
    cut = keyguard("commits", "HEAD", cwd=shallow)
    assert cut.code == 2
    assert "fetch-depth: 0" in cut.out
    hidden = keyguard("commits", "HEAD~3..HEAD", cwd=shallow)
    assert hidden.code == 2
    assert "fetch-depth: 0" in hidden.err
