"""Credentials in the names of branches, tags and other refs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import body, production_key, webhook_secret
from tests.tools import Repository, keyguard, scan_json

KEY, SECRET = production_key("ref"), webhook_secret("ref")
FOUND = [
    (f"refs/heads/key-{KEY}", "production-key"),
    (f"refs/tags/key-{KEY}", "production-key"),
    (f"refs/remotes/origin/key-{KEY}", "production-key"),
    (f"refs/heads/webhook_secret={SECRET}", "hardcoded-webhook-secret"),
]
SILENT = [
    "refs/heads/main-of-the-gateway-and-more",
    f"refs/heads/fix-{body('commit', 40, '0123456789abcdef')}",
    f"refs/tags/{body('letters', 32)}",
    f"refs/heads/{SECRET}",
    f"refs/heads/webhook-secret-{body('commit', 40, '0123456789abcdef')}",
    "refs/heads/pk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
]


def repository_with(path: Path, *refs: str) -> Repository:
    repository = Repository.create(path)
    tip = repository.commit_file("a.py", "x = 1\n")
    for ref in refs:
        repository.git("update-ref", ref, tip)
    return repository


@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
@pytest.mark.parametrize(("ref", "rule"), FOUND)
def test_is_found_in_the_name_of_a_ref(tmp_path: Path, ref: str, rule: str, packed: bool) -> None:
    repository = repository_with(tmp_path / "r", ref)
    if packed:
        repository.git("pack-refs", "--all")
    (finding,) = scan_json("history", cwd=repository.path).json["findings"]
    shown = (finding["rule"], finding["path"], finding["state"])
    assert shown == (rule, "(name of a ref)", "message")
    assert finding["commit"] is None


def test_refs_of_one_name_are_one_finding(tmp_path: Path) -> None:
    refs = [ref for ref, rule in FOUND if rule == "production-key"]
    repository = repository_with(tmp_path / "r", *refs)
    (finding,) = scan_json("history", cwd=repository.path).json["findings"]
    assert finding["credential"]["kind"] == "production-key"
    result = keyguard("history", cwd=repository.path)
    words = " ".join(result.out.split())
    assert "in the name of branches key-pk_" in words
    assert "name of the file" not in words
    assert KEY not in result.out


@pytest.mark.parametrize("ref", SILENT)
def test_is_silent(tmp_path: Path, ref: str) -> None:
    repository = repository_with(tmp_path / "r", ref)
    assert scan_json("history", cwd=repository.path).json["findings"] == []


LEADS_IN = "refs/heads/key-{}", "refs/tags/key-{}", "refs/remotes/origin/key-{}"


@pytest.mark.parametrize("name", LEADS_IN)
def test_a_range_is_read_with_what_leads_into_it(tmp_path: Path, name: str) -> None:
    repository = repository_with(tmp_path / "r", name.format(KEY))
    (finding,) = scan_json("commits", "HEAD", cwd=repository.path).json["findings"]
    assert (finding["rule"], finding["path"]) == ("production-key", "(name of a ref)")


@pytest.mark.parametrize("name", LEADS_IN)
def test_what_leads_elsewhere_is_not_of_the_range(tmp_path: Path, name: str) -> None:
    repository = repository_with(tmp_path / "r", name.format(KEY))
    repository.commit_file("a.py", "x = 2\n")
    assert scan_json("commits", "HEAD~1..HEAD", cwd=repository.path).json["findings"] == []


def test_an_annotated_tag_leads_into_the_range_of_its_commit(tmp_path: Path) -> None:
    repository = repository_with(tmp_path / "r")
    repository.git("tag", "--annotate", f"key-{KEY}", "--message", "x")
    paths = {path for _, path in scan_json("commits", "HEAD", cwd=repository.path).found}
    assert "(name of a ref)" in paths


@pytest.mark.parametrize(("ref", "rule"), FOUND)
def test_a_name_that_comes_with_a_range(tmp_path: Path, ref: str, rule: str) -> None:
    repository = repository_with(tmp_path / "r")
    result = scan_json("commits", "--ref", ref, "HEAD", "^HEAD", cwd=repository.path)
    assert result.found == {(rule, "(name of a ref)")}


@pytest.mark.parametrize("ref", [*SILENT, "refs/heads/main"])
def test_a_name_that_comes_with_a_range_is_silent(tmp_path: Path, ref: str) -> None:
    repository = repository_with(tmp_path / "r")
    assert scan_json("commits", "--ref", ref, "HEAD", cwd=repository.path).code == 0
