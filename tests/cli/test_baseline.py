"""``keyguard baseline``: what is known, what is new, and what the file gives away."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, keyguard, scan_json

OLD, NEW = production_key("old"), production_key("new")
NAME = ".keyguard-baseline.json"
USE = ("--baseline", NAME)


@pytest.fixture
def known(repository: Repository) -> Repository:
    """A repository whose one key is known."""
    repository.write("app.py", f'key = "{OLD}"\n')
    assert baseline(repository, "create", "--reason", "revoked").code == 0
    return repository


def baseline(repository: Repository, *arguments: str) -> Result:
    return keyguard("baseline", *arguments, cwd=repository.path)


def entries(repository: Repository) -> list[dict[str, str]]:
    document = json.loads((repository.path / NAME).read_text())
    findings: list[dict[str, str]] = document["findings"]
    return findings


def test_what_is_known_is_suppressed_and_counted(known: Repository) -> None:
    result = scan_json("scan", *USE, cwd=known.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert finding["suppressed"] == {"by": "baseline", "reason": "revoked"}
    assert "1 suppressed" in keyguard("scan", *USE, cwd=known.path).out
    listed = keyguard("scan", *USE, "--verbose", cwd=known.path).out
    assert "Known, by the baseline: revoked" in listed


def test_without_the_option_it_counts(known: Repository) -> None:
    assert keyguard("scan", cwd=known.path).code == 1


def test_the_configuration_can_name_it(known: Repository) -> None:
    known.write(".keyguard.toml", f'baseline = "{NAME}"\n')
    (known.path / "sub").mkdir()
    assert keyguard("scan", "..", cwd=known.path / "sub").code == 0


@pytest.mark.parametrize(
    "content",
    [
        f'\n\n# moved\nkey = "{OLD}"\n',
        f'key = "{OLD}"\nother = "{OLD}"\n',
        f'renamed = ("{OLD}")',
    ],
)
def test_lines_do_not_matter(known: Repository, content: str) -> None:
    known.write("app.py", content)
    assert keyguard("scan", *USE, cwd=known.path).code == 0


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("app.py", f'key = "{NEW}"\n'),
        ("app.py", f'key = "{OLD}"; new = "{NEW}"\n'),
        ("app.py", f'key = "{staging_key("old")}"\n'),
        ("other.py", f'key = "{OLD}"\n'),
        (".env.staging", f"KEY={OLD}\n"),
    ],
)
def test_what_is_new_counts(known: Repository, path: str, content: str) -> None:
    known.write(path, content)
    assert keyguard("scan", *USE, cwd=known.path).code == 1


def test_commits_do_not_matter(repository: Repository) -> None:
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    repository.commit_file("app.py", "key = None\n")
    assert baseline(repository, "create", "--history").code == 0
    assert keyguard("history", *USE, cwd=repository.path).code == 0
    repository.commit_file("app.py", f'\nkey = "{OLD}"\n')
    for command in (["history"], ["audit"], ["commits", "HEAD~1.."]):
        assert keyguard(*command, *USE, cwd=repository.path).code == 0


class TestFile:
    def test_holds_no_secret(self, repository: Repository) -> None:
        repository.write(f"{OLD}.txt", f'key = "{NEW}"\nwebhook_secret = "short one"\n')
        assert baseline(repository, "create").code == 0
        text = (repository.path / NAME).read_text()
        for value in (OLD, OLD[3:], NEW, NEW[3:], "short one"):
            assert value not in text
        assert {item["rule"] for item in entries(repository)} == {
            "production-key",
            "weak-webhook-secret",
        }

    def test_is_the_same_whatever_the_order(self, repository: Repository) -> None:
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

    def test_an_empty_one(self, repository: Repository) -> None:
        assert baseline(repository, "create").code == 0
        assert entries(repository) == []
        assert keyguard("scan", *USE, cwd=repository.path).code == 0

    def test_names_of_every_kind(self, repository: Repository) -> None:
        path = os.fsencode(repository.path) + b"/\xff\n\x1b[1m.py"
        Path(os.fsdecode(path)).write_text(f'key = "{OLD}"\n')
        assert baseline(repository, "create").code == 0
        assert (repository.path / NAME).read_text().isascii()
        assert keyguard("scan", *USE, cwd=repository.path).code == 0

    def test_nothing_else_is_left_behind(self, known: Repository) -> None:
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
    def test_malformed(self, known: Repository, content: bytes) -> None:
        known.write(NAME, content)
        for arguments in (["scan", *USE], ["baseline", "update"], ["baseline", "prune"]):
            result = keyguard(*arguments, cwd=known.path)
            assert (result.code, result.out) == (2, "")
            assert NAME in result.err
            assert len(result.err.splitlines()) == 1
        assert (known.path / NAME).read_bytes() == content

    def test_missing(self, repository: Repository) -> None:
        for arguments in (["scan", *USE], ["baseline", "update"], ["baseline", "prune"]):
            result = keyguard(*arguments, cwd=repository.path)
            assert result.code == 2
            assert "keyguard baseline create" in result.err

    def test_elsewhere(self, repository: Repository, tmp_path: Path) -> None:
        repository.write("app.py", f'key = "{OLD}"\n')
        file = tmp_path / "known.json"
        assert baseline(repository, "create", "--baseline", str(file)).code == 0
        assert keyguard("scan", "--baseline", file, cwd=repository.path).code == 0
        nowhere = str(tmp_path / "gone" / "known.json")
        assert baseline(repository, "create", "--baseline", nowhere).code == 2


def test_create_does_not_write_over(known: Repository) -> None:
    before = (known.path / NAME).read_bytes()
    known.write("other.py", f'key = "{NEW}"\n')
    result = baseline(known, "create")
    assert result.code == 2
    assert "--force" in result.err
    assert (known.path / NAME).read_bytes() == before
    assert baseline(known, "create", "--force").code == 0
    assert [item["reason"] for item in entries(known)] == ["", ""]


def test_update_adds_and_keeps_reasons(known: Repository) -> None:
    known.write("app.py", "key = None\n")
    known.write("other.py", f'key = "{NEW}"\n')
    result = baseline(known, "update", "--reason", "a fixture")
    assert "1 added, 2 known" in result.out
    reasons = {item["path"]: item["reason"] for item in entries(known)}
    assert reasons == {"app.py": "revoked", "other.py": "a fixture"}


def test_what_is_suppressed_otherwise_is_not_added(repository: Repository) -> None:
    repository.write("app.py", f'key = "{OLD}"  # keyguard: allow\n')
    repository.write("tests/app.py", f'key = "{OLD}"\n')
    repository.write(".keyguard.toml", 'exclude = ["tests/"]\n')
    baseline(repository, "create")
    assert entries(repository) == []


class TestPrune:
    def test_removes_what_is_gone(self, known: Repository) -> None:
        known.write("other.py", f'key = "{NEW}"\n')
        baseline(known, "update")
        known.write("app.py", "key = None\n")
        assert "1 removed, 1 known" in baseline(known, "prune").out
        assert [item["path"] for item in entries(known)] == ["other.py"]

    def test_does_not_add(self, known: Repository) -> None:
        known.write("other.py", f'key = "{NEW}"\n')
        assert "0 removed, 1 known" in baseline(known, "prune").out

    def test_keeps_what_is_allowed_by_now(self, known: Repository) -> None:
        known.write("app.py", f'key = "{OLD}"  # keyguard: allow\n')
        baseline(known, "prune")
        assert len(entries(known)) == 1

    def test_keeps_what_is_less_sure_by_now(self, repository: Repository) -> None:
        short = OLD[:-1]
        repository.write("app.py", f'connexease_key = "{short}"\n')
        baseline(repository, "create", "--reason", "revoked")
        repository.write("app.py", f'"""Connexease\'s client."""\n\n\nkey = "{short}"\n')
        assert scan_json("scan", cwd=repository.path).found == set()
        baseline(repository, "prune")
        assert len(entries(repository)) == 1

    def test_refuses_where_not_everything_was_read(self, known: Repository) -> None:
        known.write("app.py", "x" * 200)
        known.write(".keyguard.toml", "max-file-size = 100\n")
        before = (known.path / NAME).read_bytes()
        result = baseline(known, "prune")
        assert result.code == 2
        assert "app.py" in result.err
        assert (known.path / NAME).read_bytes() == before

    def test_remembers_that_it_is_about_the_history(self, repository: Repository) -> None:
        repository.commit_file("app.py", f'key = "{OLD}"\n')
        repository.commit_file("app.py", "key = None\n")
        baseline(repository, "create", "--history")
        assert "0 removed, 1 known" in baseline(repository, "prune").out


def test_an_incomplete_scan_is_said(repository: Repository) -> None:
    repository.write("app.py", f'key = "{OLD}"\n')
    repository.write("large.txt", "x" * 200)
    repository.write(".keyguard.toml", "max-file-size = 100\n")
    result = baseline(repository, "create")
    assert result.code == 2
    assert "large.txt" in result.err
    assert len(entries(repository)) == 1


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f'key = "{OLD}"\n')
    assert keyguard("baseline", "create", cwd=tmp_path).code == 0
    assert keyguard("scan", *USE, cwd=tmp_path).code == 0
    assert keyguard("baseline", "update", "--history", cwd=tmp_path).code == 2
