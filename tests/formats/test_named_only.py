"""What only its name tells and nothing opens (brotli) is told wherever it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.inputs import INPUTS, history, staged, tree
from tests.tools import Repository, Result, scan_json

PACKED = b"\x0b\x02\x80brotli\x03"
Read = Callable[[Repository, dict[str, str], Path], Result]


def unread(result: Result) -> set[str]:
    return {each["path"] for each in result.json["problems"] if "brotli" in each["message"]}


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_in_every_input(read: Read, repository: Repository, tmp_path: Path) -> None:
    repository.write("app.js.br", PACKED)
    repository.write("deep/down/x.br", PACKED + b"2")
    repository.write("x.brief", PACKED)
    repository.write("notes.md", "a.br is packed\n")
    result = read(repository, {}, tmp_path)
    assert (result.code, unread(result)) == (2, {"app.js.br", "deep/down/x.br"})


@pytest.mark.parametrize("read", [tree, staged, history], ids=lambda read: read.__name__)
def test_what_is_excluded_is_not_told(read: Read, repository: Repository, tmp_path: Path) -> None:
    repository.write("dist/app.js.br", PACKED)
    repository.write(".keyguard.toml", 'exclude = ["dist/"]')
    assert read(repository, {}, tmp_path).code == 0


def test_a_range_tells_of_what_it_brings(repository: Repository) -> None:
    repository.write("b.br", PACKED)
    repository.write("old.br", PACKED + b"old")
    repository.commit()
    assert scan_json("commits", "HEAD", cwd=repository.path).code == 2
    for name, content, told in (
        ("more.py", b"x = 1\n", set()),
        ("b.br", PACKED + b"2", {"b.br"}),
        ("new.br", PACKED + b"3", {"new.br"}),
        ("copy.br", PACKED + b"old", {"copy.br"}),
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
    repository.write("lib/gone.br", PACKED)
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
        (tmp_path / name).write_text("made by split\n", "utf-8")
    assert scan_json("scan", *PARTS[:3], cwd=tmp_path).code == 0
