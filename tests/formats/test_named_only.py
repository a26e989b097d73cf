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
