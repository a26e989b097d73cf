"""What becomes of a fleet's scan: exit codes, what is not read, and mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keyguard.fleet.store.database import Store
from tests.fleet.running import kept, lines
from tests.fleet.scan.scanning import scan
from tests.tools import Repository, keyguard


def test_a_repository_that_can_not_be_cloned_is_a_problem_and_not_the_end(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    broken = repositories["lonely"].copy(tmp_path / "broken")
    for entry in (broken.path / ".git" / "objects").glob("??/*"):
        entry.chmod(0o600)
        entry.write_bytes(b"nothing")
    (tmp_path / "list").write_text(
        f"{tmp_path}/missing\n--upload-pack=x\n{broken.path}\nhttp://127.0.0.1:9/x.git\n"
        f"{tmp_path / 'list'}\n{repositories['clean'].path}\n"
    )
    result = scan(tmp_path, "list", "--store", "store", "--exit-zero")
    assert result.code == 2
    assert result.out == "1 of 5 repositories scanned, 4 failed; nothing found.\n"
    assert "line 2 of the list is left out" in result.err
    assert result.err.count("failed: it could not be fetched (") == 4
    states = {name: each.state for name, each in kept(tmp_path / "store").items()}
    assert states["clean"] == "scanned"
    assert states["missing"] == states["broken"] == states["x.git"] == "failed"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "critical"), 0),
        (("--shard", "1/1"), 1),
        (("--max-size", "10"), 2),
        (("--max-size", "1G", "--timeout", "60", "--clones", "1", "--jobs", "1"), 1),
    ],
)
def test_exit_codes(
    repositories: dict[str, Repository], tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    file = lines(tmp_path, [repositories["lonely"].path])
    result = scan(tmp_path, file, "--quiet", *options)
    assert (result.code, result.out) == (code, "")


def test_a_clean_fleet_is_clean(repositories: dict[str, Repository], tmp_path: Path) -> None:
    file = lines(tmp_path, [repositories[name].path for name in ("clean", "empty")])
    result = scan(tmp_path, file, "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert "2 of 2 repositories scanned; nothing found." in scan(tmp_path, file).out


def test_what_is_not_read_in_a_repository_is_told_with_it(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9999\n"
    repositories["clean"].commit_file("parts.bin", pointer)
    result = scan(tmp_path, lines(tmp_path, [repositories["clean"].path]))
    assert result.code == 2
    assert result.err.endswith("/clean: scanned, nothing found, 1 place in it not read\n")
    said = "1 of 1 repositories scanned, 1 place in them not read; nothing found.\n"
    assert result.out == said


def test_what_a_list_does_not_name_is_a_gap_of_its_report(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    clean = repositories["clean"].path
    assert scan(tmp_path, lines(tmp_path, [clean, "ext::sh -c true"])).code == 2
    report = keyguard("fleet", "report", cwd=tmp_path)
    assert report.code == 2
    assert "line 2 of the list" in report.out
    assert scan(tmp_path, lines(tmp_path, [clean])).code == 0
    assert keyguard("fleet", "report", cwd=tmp_path).code == 0


def test_too_large_is_skipped_with_its_reason(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    file = lines(tmp_path, [repositories["lonely"].path])
    result = scan(tmp_path, file, "--max-size", "10")
    assert result.out == "0 of 1 repositories scanned, 1 skipped; nothing found.\n"
    assert re.search("lonely: skipped: it has more than 10 bytes", result.err)


def test_two_at_once_are_told_in_one_sentence(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with Store.open(tmp_path / "store"):
        result = scan(tmp_path, listed, "--store", "store")
    assert result.code == 2
    (sentence,) = result.err.splitlines()
    assert re.fullmatch(
        "keyguard: another keyguard is writing .*; wait for its end, or .*", sentence
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing",), "the list missing can't be read (No such file or directory)"),
        (("nothing",), "nothing: it names no repository"),
        (("folder",), "folder: there is no repository below it"),
        (("list", "--shard", "0/4"), "'0/4' is not a shard"),
        (("list", "--shard", "5/4"), "'5/4' is not a shard"),
        (("list", "--max-size", "much"), "'much' is not a size"),
        (("list", "--disk-budget", "0"), "'0' is not a size"),
        (("list", "--store", "nothing"), "nothing can't be used as a store"),
        (("list", "--config", "missing.toml"), "missing.toml"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "nothing").write_text("# nothing\n")
    (tmp_path / "list").write_text("https://127.0.0.1:9/x\n")
    (tmp_path / "folder").mkdir()
    result = scan(tmp_path, *arguments)
    assert result.code == 2
    assert said in result.err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_what_is_no_time_is_told(listed: Path, tmp_path: Path, seconds: str) -> None:
    result = scan(tmp_path, listed, "--timeout", seconds)
    assert (result.code, result.out) == (2, "")
    assert "Invalid value for '--timeout'" in result.err
