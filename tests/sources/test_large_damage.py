"""What of large git objects is damaged, misnamed or finds no room is told, and costs no finding."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

NOISE = random.Random(14).randbytes(17 << 20)
HISTORY, RANGE = ("history",), ("commits", "HEAD")
KEY = f"API_KEY={production_key('large')}\n".encode()
FIRST = f"\nFIRST={production_key('first')}\n".encode()

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
import runpy
runpy.run_module("keyguard", run_name="__main__")
"""


@pytest.fixture
def repository(repository: Repository) -> Repository:
    """One that takes no time over noise, which nothing packs."""
    repository.git("config", "core.compression", "0")
    return repository


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("noise.bin", NOISE)
        made.writestr("last.txt", KEY)


def problems_without_room(command: tuple[str, ...], repository: Repository) -> str:
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, *command, "--format", "json"],
        cwd=repository.path,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 2, run.stderr
    return str(json.loads(run.stdout)["problems"])


def loose_file(repository: Repository, name: str) -> Path:
    id_ = repository.git("rev-parse", f"HEAD:{name}")
    path = repository.path / ".git/objects" / id_[:2] / id_[2:]
    path.chmod(0o644)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize("command", [HISTORY, RANGE, ("staged",)], ids=" ".join)
def test_an_archive_that_finds_no_room_is_told(
    command: tuple[str, ...], repository: Repository
) -> None:
    zipped(repository.path / "big.zip")
    repository.git("add", "--all")
    if command != ("staged",):
        repository.commit()
    assert "more room in TMPDIR" in problems_without_room(command, repository)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_delta_that_finds_no_room_is_told(repository: Repository) -> None:
    for content in (KEY + NOISE, NOISE + KEY * 2):
        repository.write("big.bin", content)
        repository.commit()
    repository.git("repack", "-adfq", "--window=2")
    told = problems_without_room(HISTORY, repository)
    assert "more room in TMPDIR" in told
    assert "damaged" not in told


@pytest.mark.parametrize("is_packed", [False, True])
def test_another_object_under_the_name_of_a_large_one_is_told_and_judged(
    is_packed: bool, repository: Repository
) -> None:
    repository.write("a.txt", b"clean\n" + NOISE)
    repository.write("b.txt", KEY + NOISE)
    repository.commit()
    loose_file(repository, "a.txt").write_bytes(loose_file(repository, "b.txt").read_bytes())
    if is_packed:
        repository.git("rm", "-q", "--cached", "b.txt")
        listed = repository.git("rev-parse", "HEAD:a.txt").encode()
        repository.git("pack-objects", "-q", ".git/objects/pack/pack", stdin=listed)
        loose_file(repository, "a.txt").unlink()
    for command in (HISTORY, RANGE):
        result = scan_json(*command, cwd=repository.path)
        assert result.code == 2
        assert "another object is stored under its name" in str(result.json["problems"])
        assert "a.txt" in {each["path"] for each in result.json["findings"]}


@pytest.mark.parametrize("command", [HISTORY, RANGE, (*HISTORY, "-j1")], ids=" ".join)
@pytest.mark.parametrize(
    "content",
    [KEY + NOISE, b"%PDF-1.7\n" + KEY + NOISE, b"\x1f\x8b\x08" + bytes(7) + NOISE + KEY],
    ids=["in pieces", "held", "from a file"],
)
def test_what_is_read_in_front_of_damage_is_judged(
    content: bytes, command: tuple[str, ...], repository: Repository
) -> None:
    repository.write("big.data", content + b"\n" + KEY + NOISE[: 9 << 20])
    repository.commit()
    loose = loose_file(repository, "big.data")
    loose.write_bytes(loose.read_bytes()[: -(5 << 20)])
    result = scan_json(*command, cwd=repository.path)
    assert result.code == 2
    assert "damaged" in str(result.json["problems"]) or "size" in str(result.json["problems"])
    assert {each["path"] for each in result.json["findings"]} == {"big.data"}


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_an_archive_is_read_from_the_copy_that_is_sound(jobs: str, repository: Repository) -> None:
    zipped(repository.path / "big.zip")
    repository.commit()
    loose = loose_file(repository, "big.zip")
    sound = loose.read_bytes()
    repository.git("repack", "-adq")
    loose.parent.mkdir(exist_ok=True)
    loose.write_bytes(sound[: len(sound) // 2])
    result = scan_json("history", jobs, cwd=repository.path)
    assert result.json["problems"] == []
    assert [each["path"] for each in result.json["findings"]] == ["big.zip"]
    assert result.code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize("kind", ["zip in a tar", "sqlite in a zip"])
def test_a_large_member_that_finds_no_room_is_told_and_costs_no_finding(
    kind: str, tmp_path: Path
) -> None:
    inner = tmp_path / "inner"
    if kind == "zip in a tar":
        zipped(inner)
        with tarfile.open(tmp_path / "outer", "w") as tar:
            info = tarfile.TarInfo("first.txt")
            info.size = len(FIRST)
            tar.addfile(info, io.BytesIO(FIRST))
            tar.add(inner, "inner")
    else:
        connection = sqlite3.connect(inner)
        connection.execute("CREATE TABLE a (b)")
        connection.execute("INSERT INTO a VALUES (?)", (NOISE,))
        connection.commit()
        connection.close()
        with zipfile.ZipFile(tmp_path / "outer", "w") as made:
            made.writestr("first.txt", FIRST)
            made.write(inner, "inner")
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, "scan", "outer", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 2, run.stderr
    document = json.loads(run.stdout)
    assert "TMPDIR" in str(document["problems"])
    assert [each["line"] for each in document["findings"]] == [2]
