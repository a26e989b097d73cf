"""``baseline create`` and ``update``: what goes in, what stays out, and what they say."""

from __future__ import annotations

import pytest

from tests.cli.baseline.running import NAME, NEW, OLD, baseline, entries, unprepared
from tests.samples import staging_key
from tests.tools import Repository, keyguard


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


def test_an_incomplete_scan_is_said(repository: Repository) -> None:
    repository.write("app.py", f'key = "{OLD}"\n')
    repository.write("large.txt", "x" * 200)
    repository.write(".keyguard.toml", "max-file-size = 100\n")
    result = baseline(repository, "create")
    assert result.code == 2
    assert "large.txt" in result.err
    assert len(entries(repository)) == 1


@pytest.fixture
def mixed(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    repository.write(".env", f"KEY={NEW}\n")
    repository.write("notes/todo.txt", f"{staging_key()}\n")
    return repository


@pytest.mark.parametrize("command", ["create", "update"])
def test_it_stays_out_and_is_told(mixed: Repository, command: str) -> None:
    mixed.write(NAME, '{"schema": "keyguard-baseline/1", "findings": []}')
    options = ["--force"] if command == "create" else []
    result = unprepared(mixed, command, *options)
    assert result.code == 0
    assert [item["path"] for item in entries(mixed)] == ["app.py"]
    assert ".env, notes/todo.txt" in result.err
    assert "--untracked" in result.err


def test_it_goes_in_when_told(mixed: Repository) -> None:
    result = unprepared(mixed, "create", "--untracked")
    assert result.err == ""
    assert {item["path"] for item in entries(mixed)} == {".env", "app.py", "notes/todo.txt"}


def test_what_is_staged_or_changed_is_tracked(mixed: Repository) -> None:
    mixed.write("app.py", f'other = "{NEW}"\nkey = "{OLD}"\n')
    mixed.git("add", "notes")
    unprepared(mixed, "create")
    assert [item["path"] for item in entries(mixed)] == ["app.py", "app.py", "notes/todo.txt"]


@pytest.fixture
def several(repository: Repository) -> Repository:
    repository.write("src/app.py", f'a = "{OLD}"\n')
    repository.write("src/mail.py", f'a = "{staging_key()}"\n')
    repository.write("tests/app.py", f'a = "{NEW}"\n')
    repository.write(".env", "WEBHOOK_SECRET=hunter2\n")
    repository.commit()
    baseline(repository, "create", "--only", ".env")
    return repository


@pytest.mark.parametrize(
    ("only", "paths"),
    [
        (["src/"], ["src/app.py", "src/mail.py"]),
        (["src"], ["src/app.py", "src/mail.py"]),
        (["src/app.py"], ["src/app.py"]),
        (["./tests"], ["tests/app.py"]),
        (["app.py"], ["src/app.py", "tests/app.py"]),
        (["*.py"], ["src/app.py", "src/mail.py", "tests/app.py"]),
        (["production-key"], ["src/app.py", "tests/app.py"]),
        (["production-key/src"], ["src/app.py"]),
        (["production-key/src/"], ["src/app.py"]),
        (["staging-key", "tests/"], ["src/mail.py", "tests/app.py"]),
        (["weak-webhook-secret"], []),
    ],
)
def test_it_selects(several: Repository, only: list[str], paths: list[str]) -> None:
    before = {item["path"] for item in entries(several)}
    result = unprepared(several, "update", *[f"--only={each}" for each in only])
    assert result.code == 0
    assert sorted({item["path"] for item in entries(several)} - before) == paths
    listed = [line.split(": ")[0][2:] for line in result.out.splitlines() if line[0] == "+"]
    assert listed == paths


def test_from_a_sub_folder(several: Repository) -> None:
    result = keyguard("baseline", "update", "--only", "../src", cwd=several.path / "tests")
    assert "+ src/app.py: production-key" in result.out
    assert "git add ../.keyguard-baseline.json" in result.out


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ("production-kye", "did you mean 'production-key'?"),
        ("sources/", "selects nothing"),
        ("staging-key/tests", "selects nothing"),
        ("!", "can't be used"),
        ("../elsewhere", "selects nothing"),
    ],
)
def test_what_selects_nothing_is_told(several: Repository, only: str, words: str) -> None:
    before = (several.path / NAME).read_bytes()
    result = unprepared(several, "update", "--only", only)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert (several.path / NAME).read_bytes() == before


def test_create_says_what_makes_it_count(known: Repository) -> None:
    result = baseline(known, "create", "--force")
    assert result.out.splitlines()[-1] == f"Commit it: git add {NAME}"
    elsewhere = baseline(known, "create", "--baseline", "known findings.json")
    assert "--baseline 'known findings.json'" in elsewhere.out
    assert elsewhere.out.endswith("git add 'known findings.json'\n")


def test_update_says_what_is_no_longer_found(known: Repository) -> None:
    known.write("app.py", "key = None\n")
    assert "keyguard baseline prune" in baseline(known, "update").err
    assert "- app.py: production-key" in baseline(known, "prune").out
    assert baseline(known, "update").err == ""
