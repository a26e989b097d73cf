"""A format is one row: made-up ones are seen, opened and told, wherever content can come from."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.decode.encoders import zipped
from tests.inputs import INPUTS
from tests.samples import production_key
from tests.tools import Repository, Result, keyguard, scan_json, with_modules

ROWS = """
from keyguard.formats import table
from keyguard.formats.format import Clue, Format, one_of

table.FORMATS += (
    Format(
        "acme",
        magic=b"ACME",
        offset=2,
        header=rb"..ACME[\\x01\\x02]",
        clues=(Clue((b"ACME", one_of(b"\\x01\\x02"))),),
        in_text=False,
        suffixes=(b".acme",),
        opener="acme_format:members",
    ),
    Format("boxed", magic=b"\\x93BOX\\xff", in_text=True, opener="acme_format:members"),
    Format("sealed", magic=b"SEAL\\xff\\x01", unread="it is sealed; open it, or exclude it"),
)
"""
"""Python loads this before keyguard, and so does every process that keyguard starts."""
OPENER = """
from keyguard.formats.member import bounded

def members(archive, budget):
    content = bytes(byte ^ 0x55 for byte in archive.data[7:])
    if b"KEY" not in content:
        raise ValueError("it holds no key")
    yield from bounded(archive, "inner.txt", content, budget)
"""
LINE = f"\nAPI_KEY={production_key('made up')}\n".encode()
HIDDEN = bytes(byte ^ 0x55 for byte in LINE)
ACME = b"\0\1ACME\x02" + HIDDEN
BOXED = b"\x93BOX\xff\0\0" + HIDDEN
SEALED = b"SEAL\xff\x01" + HIDDEN
FOUND = {
    "acme": (ACME, ["acme:inner.txt"]),
    "boxed": (BOXED, ["boxed:inner.txt"]),
    "before a zip": (BOXED + zipped(b""), ["boxed:inner.txt"]),
    "in a zip": (zipped(ACME, "a"), ["zip:a", "acme:inner.txt"]),
    "in a stream": (gzip.compress(BOXED), ["gzip", "boxed:inner.txt"]),
    "in base64": (b"k: " + base64.b64encode(BOXED) + b"\n", ["base64", "boxed:inner.txt"]),
}
TOLD = {
    "sealed": (SEALED, "it is sealed; open it, or exclude it."),
    "sealed in a zip": (zipped(SEALED), "it is sealed; open it, or exclude it."),
    "damaged": (ACME[:12], "its acme archive is damaged (it holds no key)"),
}
NOTHING = {
    "another header": b"\0\1ACME\x03" + HIDDEN,
    "another place": b"\0ACME\x02" + HIDDEN,
    "its name in text": b"ACME BOX SEAL\n",
}


@pytest.fixture
def with_rows(repository: Repository, tmp_path: Path) -> dict[str, str]:
    """An environment in which the rows are known; the repository holds all of the files."""
    for name, (content, _) in {**FOUND, **TOLD}.items():
        repository.write(name, content)
    for name, content in NOTHING.items():
        repository.write(name, content)
    modules = {"sitecustomize.py": ROWS, "acme_format.py": OPENER}
    return with_modules(tmp_path / "rows", modules)


def check(result: Result) -> None:
    """``via`` and line of all findings, and messages of all problems, by path."""
    findings = {each["path"]: (each["via"], each["line"]) for each in result.json["findings"]}
    assert findings.pop("in base64")[0] == FOUND["in base64"][1]
    assert findings == {name: (via, 2) for name, (_, via) in FOUND.items() if name in findings}
    assert findings.keys() | {"in base64"} == FOUND.keys()
    messages = {each["path"]: each["message"] for each in result.json["problems"]}
    assert messages.keys() == TOLD.keys()
    assert all(TOLD[name][1] in message for name, message in messages.items()), messages
    assert result.code == 2


def test_in_one_file(with_rows: dict[str, str], repository: Repository) -> None:
    result = scan_json("scan", "boxed", cwd=repository.path, env=with_rows)
    assert [each["via"] for each in result.json["findings"]] == [["boxed:inner.txt"]]
    assert keyguard("scan", "sealed", cwd=repository.path, env=with_rows).code == 2


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_in_every_input(
    read: Callable[[Repository, dict[str, str], Path], Result],
    with_rows: dict[str, str],
    repository: Repository,
    tmp_path: Path,
) -> None:
    check(read(repository, with_rows, tmp_path))


def test_without_the_rows_there_is_nothing(
    with_rows: dict[str, str], repository: Repository
) -> None:
    repository.commit("all")
    for command in ("scan", "history"):
        result = scan_json(command, cwd=repository.path)
        assert (result.code, result.found, result.json["problems"]) == (0, set(), [])
