"""``keyguard baseline``: what is known, what is new, and what the file gives away."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from keyguard.suppress.baseline import today
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
    """Runs the command with everything tracked: what is not is a matter of its own."""
    repository.git("add", "--all")
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


def test_it_counts_without_the_option(known: Repository) -> None:
    """At the root, from any folder, in what is staged, in the history."""
    (known.path / "sub").mkdir()
    assert keyguard("scan", "..", cwd=known.path / "sub").code == 0
    known.git("add", "--all")
    assert keyguard("staged", cwd=known.path / "sub").code == 0
    known.commit()
    for command in ("history", "audit"):
        assert keyguard(command, cwd=known.path).code == 0
    assert keyguard("scan", "--no-config", cwd=known.path).code == 1


def test_in_another_folder_it_needs_the_option(known: Repository) -> None:
    (known.path / "known").mkdir()
    (known.path / NAME).rename(known.path / "known" / NAME)
    assert keyguard("scan", cwd=known.path).code == 1


def test_a_setting_goes_before_the_file_at_the_root(known: Repository) -> None:
    known.write("other.json", '{"schema": "keyguard-baseline/1", "findings": []}')
    known.write(".keyguard.toml", "baseline = 'other.json'\n")
    assert keyguard("scan", cwd=known.path).code == 1
    assert keyguard("scan", *USE, cwd=known.path).code == 0


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


def unprepared(repository: Repository, *arguments: str) -> Result:
    """Runs the command with the index as it is."""
    return keyguard("baseline", *arguments, cwd=repository.path)


class TestUntracked:
    @pytest.fixture
    def mixed(self, repository: Repository) -> Repository:
        repository.commit_file("app.py", f'key = "{OLD}"\n')
        repository.write(".env", f"KEY={NEW}\n")
        repository.write("notes/todo.txt", f"{staging_key()}\n")
        return repository

    @pytest.mark.parametrize("command", ["create", "update"])
    def test_it_stays_out_and_is_told(self, mixed: Repository, command: str) -> None:
        mixed.write(NAME, '{"schema": "keyguard-baseline/1", "findings": []}')
        options = ["--force"] if command == "create" else []
        result = unprepared(mixed, command, *options)
        assert result.code == 0
        assert [item["path"] for item in entries(mixed)] == ["app.py"]
        assert ".env, notes/todo.txt" in result.err
        assert "--untracked" in result.err

    def test_it_goes_in_when_told(self, mixed: Repository) -> None:
        result = unprepared(mixed, "create", "--untracked")
        assert result.err == ""
        assert {item["path"] for item in entries(mixed)} == {".env", "app.py", "notes/todo.txt"}

    def test_what_is_staged_or_changed_is_tracked(self, mixed: Repository) -> None:
        mixed.write("app.py", f'other = "{NEW}"\nkey = "{OLD}"\n')
        mixed.git("add", "notes")
        unprepared(mixed, "create")
        assert [item["path"] for item in entries(mixed)] == ["app.py", "app.py", "notes/todo.txt"]


class TestOnly:
    @pytest.fixture
    def several(self, repository: Repository) -> Repository:
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
    def test_it_selects(self, several: Repository, only: list[str], paths: list[str]) -> None:
        before = {item["path"] for item in entries(several)}
        result = unprepared(several, "update", *[f"--only={each}" for each in only])
        assert result.code == 0
        assert sorted({item["path"] for item in entries(several)} - before) == paths
        listed = [line.split(": ")[0][2:] for line in result.out.splitlines() if line[0] == "+"]
        assert listed == paths

    def test_from_a_sub_folder(self, several: Repository) -> None:
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
    def test_what_selects_nothing_is_told(self, several: Repository, only: str, words: str) -> None:
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


class TestExpiry:
    OVER, NOT_YET = "2020-02-29", "2999-12-31"

    def expire(self, repository: Repository, day: str) -> None:
        """As if it had been written long ago."""
        document = json.loads((repository.path / NAME).read_text())
        for item in document["findings"]:
            item["expires"] = day
        repository.write(NAME, json.dumps(document))

    def test_owner_and_day_are_kept_and_told(self, repository: Repository) -> None:
        repository.write("app.py", f'key = "{OLD}"\n')
        baseline(
            repository, "create", "--reason", "soon", "--owner", "ada", "--expires", self.NOT_YET
        )
        (item,) = entries(repository)
        assert (item["owner"], item["expires"]) == ("ada", self.NOT_YET)
        (finding,) = scan_json("scan", cwd=repository.path).json["findings"]
        assert finding["suppressed"]["reason"] == f"soon (ada, until {self.NOT_YET})"
        assert keyguard("scan", cwd=repository.path).err == ""

    @pytest.mark.parametrize("command", [["scan"], ["staged"], ["history"], ["audit"]])
    def test_what_has_expired_counts_again(self, known: Repository, command: list[str]) -> None:
        self.expire(known, self.OVER)
        known.git("add", "--all")
        if command != ["staged"]:
            known.commit()
        result = keyguard(*command, cwd=known.path)
        assert result.code == 1
        assert f"app.py: production-key ({self.OVER})" in result.err
        assert keyguard(*command, "-q", cwd=known.path).err == ""

    def test_the_last_day_is_known(self, known: Repository) -> None:
        self.expire(known, today())
        assert keyguard("scan", cwd=known.path).code == 0

    def test_update_renews_only_until_another_day(self, known: Repository) -> None:
        self.expire(known, self.OVER)
        result = baseline(known, "update")
        assert "--expires" in result.err
        assert "0 added, 1 known" in result.out
        assert keyguard("scan", cwd=known.path).code == 1
        renewed = baseline(known, "update", "--expires", self.NOT_YET)
        assert "~ app.py: production-key" in renewed.out
        (item,) = entries(known)
        assert (item["reason"], item["expires"]) == ("revoked", self.NOT_YET)
        assert keyguard("scan", cwd=known.path).code == 0

    @pytest.mark.parametrize(
        "day", ["tomorrow", "2027-13-01", "2027-02-30", "1.2.2027", "2020-01-01"]
    )
    def test_a_day_is_a_day_to_come(self, repository: Repository, day: str) -> None:
        result = baseline(repository, "create", "--expires", day)
        assert (result.code, result.out) == (2, "")
        assert day in result.err
        assert not (repository.path / NAME).exists()

    @pytest.mark.parametrize("day", ["soon", "2027-13-01", "20270101"])
    def test_a_bad_day_in_the_file_is_told(self, known: Repository, day: str) -> None:
        self.expire(known, day)
        result = keyguard("scan", cwd=known.path)
        assert (result.code, result.out) == (2, "")
        assert "2027-01-31" in result.err


class TestStaged:
    """``staged`` takes the baseline as it is staged."""

    def test_one_that_is_not_staged_does_not_count(self, repository: Repository) -> None:
        repository.write("app.py", f'key = "{OLD}"\n')
        baseline(repository, "create")
        result = keyguard("staged", cwd=repository.path)
        assert result.code == 1
        assert f"`git add {NAME}`" in result.err
        repository.git("add", NAME)
        again = keyguard("staged", cwd=repository.path)
        assert (again.code, again.err) == (0, "")

    def test_nor_do_changes_of_it(self, known: Repository) -> None:
        known.commit()
        known.write("app.py", f'key = "{OLD}"\nnew = "{NEW}"\n')
        baseline(known, "update")
        (known.path / "sub").mkdir()
        for folder, name in ((known.path, NAME), (known.path / "sub", f"../{NAME}")):
            result = keyguard("staged", cwd=folder)
            assert result.code == 1
            assert f"has changes that are not staged, so they do not count: `git add {name}`" in (
                result.err
            )
        assert keyguard("staged", "-q", cwd=known.path).err == ""

    def test_one_from_elsewhere_counts_as_it_is(self, known: Repository, tmp_path: Path) -> None:
        (known.path / NAME).rename(tmp_path / NAME)
        known.git("add", "app.py")
        result = keyguard("staged", "--baseline", tmp_path / NAME, cwd=known.path)
        assert (result.code, result.err) == (0, "")


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


def test_an_audit_tells_what_is_no_longer_found(known: Repository) -> None:
    known.write("b.py", f'key = "{NEW}"\n')
    baseline(known, "update")
    assert "baseline prune" not in keyguard("audit", cwd=known.path).err
    known.write("app.py", "key = None\n")
    known.git("add", "--all")
    known.git("gc", "--quiet", "--prune=now")  # the index had it, and objects stay
    told = keyguard("audit", cwd=known.path).err
    assert "1 of " in told
    assert "app.py; `keyguard baseline prune`" in told
    assert keyguard("audit", "-q", cwd=known.path).err == ""


def test_what_was_moved_is_still_known(known: Repository) -> None:
    known.commit()
    known.git("mv", "app.py", "moved.py")
    assert keyguard("scan", cwd=known.path).code == 0
    assert "0 removed" in baseline(known, "prune").out
    assert keyguard("scan", cwd=known.path).code == 0
