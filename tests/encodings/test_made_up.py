"""An encoding is one row: a made-up one is seen and undone, wherever content can come from."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.decode.encoders import zipped
from tests.inputs import INPUTS
from tests.samples import body, production_key, webhook_secret
from tests.tools import Repository, Result, scan_json, with_modules

ROWS = """
from keyguard.encodings import table
from keyguard.encodings.table import DigitEncoding, Encoding
from modhex import certain

table.ENCODINGS += (
    Encoding(
        "tildes",
        decoder="acme_encoding:tildes",
        hints=((b"~", (b"~2", b"~5")),),
        escape_forms=("~{:02x}~",),
        clues="acme_encoding:clues",
        signs=(("~", r"~[2-7][0-9a-f]~"),),
    ),
    Encoding("backwards", decoder="acme_encoding:backwards", clues="acme_encoding:backward_clues"),
)
table.DIGIT_ENCODINGS += (
    DigitEncoding(
        "modhex",
        certain=certain,
        patterns="modhex:patterns",
        text="modhex:of_text",
        readings="modhex:readings",
        decoder="modhex:ways",
    ),
)
"""
"""Python loads this before keyguard, and so does every process that keyguard starts. The second
row has no hint."""
DECODERS = """
import re
from keyguard.encodings.clue import EncodedClue
from keyguard.encodings.replacement import Replacement

def tildes(text):
    for found in re.finditer("~([0-9a-f]{2})~", text):
        yield Replacement(*found.span(), chr(int(found[1], 16)), "tildes")

def clues(key_format):
    for prefix, _ in key_format.prefixes:
        word = f"~{ord(prefix[-1]):02x}~".encode()
        yield EncodedClue(prefix[:-1].encode() + word + b"[a-z0-9]{6}", word)

def backwards(text):
    for found in re.finditer("<<([ -;=?-~]+)>>", text):
        yield Replacement(*found.span(), found[1][::-1], "backwards")

def backward_clues(key_format):
    for prefix, _ in key_format.prefixes:
        yield EncodedClue(b"[a-z0-9]{6}" + prefix[::-1].encode() + b"[^<>]{0,40}>>")
"""
MODHEX = """
import re

HEX, DIGITS = "0123456789abcdef", "cbdefghijklnrtuv"
TO_DIGITS, TO_HEX = str.maketrans(HEX, DIGITS), str.maketrans(DIGITS, HEX)
RUN = re.compile(f"[{DIGITS}]{{40,}}")

def certain(data):
    yield data[-2:].hex().translate(TO_DIGITS).encode()

def patterns(classes):
    yield [
        frozenset(ord(DIGITS[half]) for half in halves)
        for byte in classes
        for halves in ({each >> 4 for each in byte}, {each & 15 for each in byte})
    ]

def of_text():
    return f"(?:[defghi][{DIGITS}]|c[lt]){{16}}".encode()

def readings(digits):
    for found in RUN.finditer(digits.decode("latin-1")):
        start, end = found.span()
        for first in (start, start + 1):
            last = end - (end - first) % 2
            rest = found.string[first:last]
            yield bytes.fromhex(rest.translate(TO_HEX)), first, last

def ways(run):
    from keyguard.encodings.digit_run import Decoded

    for found in RUN.finditer(run.text, run.start, run.end):
        (data, *_), _ = readings(found[0].encode())
        yield iter([Decoded(*found.span(), data, "modhex")])
"""
"""Hexadecimal in letters that are on all keyboards (https://docs.yubico.com/yesdk/, Modhex)."""


def modhex(data: bytes) -> bytes:
    return data.hex().translate(str.maketrans("0123456789abcdef", "cbdefghijklnrtuv")).encode()


KEY = production_key("tildes")
TILDES = KEY.replace("_", "~5f~")
BACKWARDS = f"<<{KEY[::-1]}>>"
FOUND = {
    "tildes": (f"a\nkey: {TILDES}\n", ["tildes"]),
    "backwards": (f"a\nkey: {BACKWARDS}\n", ["backwards"]),
    "one in another": (f"a\nkey: {BACKWARDS.replace('<', '~3c~')}\n", ["tildes", "backwards"]),
    "in base64": (
        b"a\nk: " + base64.b64encode(f"key: {TILDES}".encode()) + b"\n",
        ["base64", "tildes"],
    ),
    "in a zip": (zipped(f"a\nkey: {TILDES}\n".encode()), ["zip:inner/path.txt", "tildes"]),
    "modhex": (b"a\nk: " + modhex(KEY.encode()) + b"\n", ["modhex"]),
    "long modhex": (b"a\nk: " + modhex(b"some words " * 9 + KEY.encode()) + b"\n", ["modhex"]),
    "zip in modhex": (
        b"a\nk: " + modhex(zipped(KEY.encode())) + b"\n",
        ["modhex", "zip:inner/path.txt"],
    ),
    "base64 in modhex": (
        b"a\nk: " + modhex(base64.b64encode(KEY.encode())) + b"\n",
        ["modhex", "base64"],
    ),
    "beside a name": (f"a\nWEBHOOK_SECRET={webhook_secret().replace('_', '~5f~')}~21~\n", None),
}
NOTHING = {
    "placeholder": f"key: pk~5f~{'x' * 32}\n",
    "another length": f"key: pk~5f~{body(1, 40)}\n",
    "another character": f"key: {KEY.replace('_', '~5e~')}\n",
    "half of it": f"key: {KEY.replace('_', '~5f')}\n",
    "placeholder in modhex": b"k: " + modhex(b"pk_" + b"x" * 32) + b"\n",
    "too short in modhex": b"k: " + modhex(b"pk_x") + b"\n",
    "not closed": f"key: {BACKWARDS[:-1]}\n",
}


@pytest.fixture
def with_rows(repository: Repository, tmp_path: Path) -> dict[str, str]:
    """An environment in which the rows are known; the repository holds all of the files."""
    for name, (content, _) in FOUND.items():
        repository.write(name, content)
    for name, content in NOTHING.items():
        repository.write(name, content)
    modules = {"sitecustomize.py": ROWS, "acme_encoding.py": DECODERS, "modhex.py": MODHEX}
    return with_modules(tmp_path / "rows", modules)


def check(result: Result) -> None:
    found = {each["path"]: (each["via"], each["line"]) for each in result.json["findings"]}
    assert found.keys() == FOUND.keys()
    assert {line for _, line in found.values()} == {2}
    assert {name: via for name, (via, _) in found.items() if FOUND[name][1]} == {
        name: via for name, (_, via) in FOUND.items() if via
    }
    assert result.json["problems"] == []


@pytest.mark.parametrize("name", FOUND)
def test_in_one_file(name: str, with_rows: dict[str, str], repository: Repository) -> None:
    result = scan_json("scan", name, cwd=repository.path, env=with_rows)
    assert [each["line"] for each in result.json["findings"]] == [2]


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_in_every_input(
    read: Callable[[Repository, dict[str, str], Path], Result],
    with_rows: dict[str, str],
    repository: Repository,
    tmp_path: Path,
) -> None:
    check(read(repository, with_rows, tmp_path))


def test_without_the_rows_there_is_nothing_but_a_name(
    with_rows: dict[str, str], repository: Repository
) -> None:
    repository.commit("all")
    for command in ("scan", "history"):
        paths = {path for _, path in scan_json(command, cwd=repository.path).found}
        assert paths <= {"beside a name"}
