"""What only its name tells: Brotli is looked into wherever it is read, and told where it is
damaged; parts of archives are told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from tests.inputs import INPUTS, history, staged, tree
from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

LINE = f'key = "{production_key("brotli")}"\n'.encode()
PACKED = brotli.compress(LINE)
CUT = PACKED[:-1]
Read = Callable[[Repository, dict[str, str], Path], Result]


def unread(result: Result) -> set[str]:
    return {each["path"] for each in result.json["problems"] if "brotli" in each["message"]}


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_it_is_unpacked(read: Read, repository: Repository, tmp_path: Path) -> None:
    repository.write("app.js.br", PACKED)
    repository.write("pt.br", "# uma configuração\n".encode() + LINE)
    repository.write("empty.br", b"")
    result = read(repository, {}, tmp_path)
    assert {each["path"]: each["via"] for each in result.json["findings"]} == {
        "app.js.br": ["brotli"],
        "pt.br": [],
    }
    assert (result.code, result.json["problems"]) == (1, [])


class Older:
    """A version that does not bound what it unpacks at once."""

    class Decompressor: ...


@pytest.mark.parametrize("package", [None, Older])
def test_without_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: object
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", package)
    (tmp_path / "app.js.br").write_bytes(PACKED)
    (tmp_path / "pt.br").write_text("uma configuração\n", "utf-8")
    result = scan_json("scan", ".", cwd=tmp_path)
    (problem,) = result.json["problems"]
    assert (result.code, problem["path"]) == (2, "app.js.br")
    assert problem["message"].startswith("it is packed with brotli; install keyguard[fast]")


def test_what_is_behind_a_stream_is_damage(tmp_path: Path) -> None:
    (tmp_path / "app.js.br").write_bytes(PACKED + b"x")
    assert unread(scan_json("scan", ".", cwd=tmp_path)) == {"app.js.br"}


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_in_every_input(read: Read, repository: Repository, tmp_path: Path) -> None:
    repository.write("app.js.br", CUT)
    repository.write("deep/down/x.br", CUT + b"2")
    repository.write("x.brief", CUT)
    repository.write("notes.md", "a.br is packed\n")
    result = read(repository, {}, tmp_path)
    assert (result.code, unread(result)) == (2, {"app.js.br", "deep/down/x.br"})


@pytest.mark.parametrize("read", [tree, staged, history], ids=lambda read: read.__name__)
def test_what_is_excluded_is_not_told(read: Read, repository: Repository, tmp_path: Path) -> None:
    repository.write("dist/app.js.br", CUT)
    repository.write(".keyguard.toml", 'exclude = ["dist/"]')
    assert read(repository, {}, tmp_path).code == 0


def test_a_range_tells_of_what_it_brings(repository: Repository) -> None:
    repository.write("b.br", CUT)
    repository.write("old.br", CUT + b"old")
    repository.commit()
    assert scan_json("commits", "HEAD", cwd=repository.path).code == 2
    for name, content, told in (
        ("more.py", b"x = 1\n", set()),
        ("b.br", CUT + b"2", {"b.br"}),
        ("new.br", CUT + b"3", {"new.br"}),
        ("copy.br", CUT + b"old", {"copy.br"}),
    ):
        repository.write(name, content)
        repository.commit()
        result = scan_json("commits", "HEAD~1..", cwd=repository.path)
        assert (unread(result), result.json["scanned"]["commits"]) == (told, 1)


@pytest.mark.parametrize("packed", [True, False])
def test_what_a_history_no_longer_has(repository: Repository, packed: bool) -> None:
    many = "".join(f"{number}\n" for number in range(200))
    for number in range(40):
        repository.write(f"lib/{number}.txt", many)
    repository.commit()
    repository.write("lib/gone.br", CUT)
    repository.commit()
    repository.git("rm", "--quiet", "lib/gone.br")
    repository.commit()
    if packed:
        repository.git("repack", "--quiet", "-a", "-d", "-f")
    assert unread(scan_json("history", cwd=repository.path)) == {"lib/gone.br"}


PARTS = ("a.z01", "a.z35", "a.zip.002", "a.7z.003", "a.tar.gz.ab", "a.tgz.01", "a.sql.gz.part-ac",
         "a.txz.part2", "a.zst.0003", "deep/a.tar.xz.ad", "a.tar.bz2.part_01")  # fmt: skip
NO_PARTS = ("a.z1", "a.zip.js", "a.gz.py", "a.tar.gz.asc", "a.7z.md", "a.gz.sha256", "a.zip.1.txt",
            "a.z01.txt", "a.0001", "az01")  # fmt: skip
MIDDLE = bytes(number * 37 % 251 for number in range(9_000))


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_parts_of_archives(read: Read, repository: Repository, tmp_path: Path) -> None:
    """All but the first begin anywhere."""
    for number, name in enumerate((*PARTS, *NO_PARTS)):
        repository.write(name, bytes([number]) + MIDDLE)
    result = read(repository, {}, tmp_path)
    told = {each["path"] for each in result.json["problems"] if "a part of" in each["message"]}
    assert (result.code, told) == (2, set(PARTS))


def test_text_with_the_name_of_a_part(tmp_path: Path) -> None:
    for name in PARTS[:3]:
        (tmp_path / name).write_text("feito à mão\n", "utf-8")
    assert scan_json("scan", *PARTS[:3], cwd=tmp_path).code == 0
