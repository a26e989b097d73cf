"""Documents of older Office programs, mails and macros, whose streams are in pieces."""

from __future__ import annotations

import struct
from pathlib import Path
from random import Random

import pytest

from tests.decode.encoders import zipped
from tests.formats.compound import SECTOR, compound, macros
from tests.samples import production_key, webhook_secret
from tests.tools import Result, scan_json

KEY = production_key("compound")
LINE = f"API_KEY={KEY}\n".encode()
NOISE = Random("compound").randbytes(6_000)
MODULE = f'Attribute VB_Name = "Send"\r\nConst Key = "{KEY}"\r\n'.encode() + (
    f'Const WEBHOOK_SECRET = "{webhook_secret("compound")}"\r\n'.encode()
)
BOTH = {"production-key", "hardcoded-webhook-secret"}
DOCUMENT = compound({"WordDocument": NOISE[: SECTOR - 20] + LINE + NOISE})


def in_a_circle() -> bytes:
    """The first sector of the table says that each of the others follows itself."""
    table = struct.pack("<128I", *range(128))
    return DOCUMENT[:SECTOR] + table + DOCUMENT[2 * SECTOR :]


def shared() -> bytes:
    """The second stream begins where the first one does."""
    data = bytearray(compound({"first": NOISE, "other": NOISE}))
    first, other = (data.index(name.encode("utf-16-le")) + 116 for name in ("first", "other"))
    data[other : other + 4] = data[first : first + 4]
    return bytes(data)


def without_an_end() -> bytes:
    """A large one: where the table goes on, a sector says, and that it goes on there again."""
    large = DOCUMENT.ljust(8 << 20, b"\0")
    sector = struct.pack("<128I", *[0xFFFFFFFF] * 127, len(large) // SECTOR - 1)
    return large[:68] + sector[-4:] + large[72:] + sector


FOUND = {
    "pieces.doc": (DOCUMENT, {"production-key"}),
    "small.msg": (
        compound({"__substg1.0_1000001F": LINE.decode().encode("utf-16-le"), "x": NOISE}),
        {"production-key"},
    ),
    "zip.ppt": (
        compound({"PowerPoint Document": NOISE[:700] + zipped(NOISE + LINE) + NOISE}),
        {"production-key"},
    ),
    "macro.xls": (compound({"Send": macros(MODULE), "Workbook": NOISE}), BOTH),
    "macro.xlsm": (zipped(compound({"Send": macros(MODULE)}), "xl/vbaProject.bin"), BOTH),
    "endless.doc": (without_an_end(), {"production-key"}),
    "of no stream.doc": (compound({"x": NOISE}) + LINE, {"production-key"}),
}
TOLD = {
    "password.xlsx": (compound({"EncryptedPackage": NOISE, "x": b"y"}), "document is encrypted"),
    "cut off.doc": (DOCUMENT[: 4 * SECTOR], "cut off"),
    "circle.doc": (in_a_circle(), "sectors are damaged"),
    "shared.doc": (shared(), "sectors are damaged"),
    "header.doc": (DOCUMENT[:30] + b"\xff" + DOCUMENT[31:], "header is damaged"),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What is said of all of them."""
    folder: Path = tmp_path_factory.mktemp("compound")
    for name, (data, _) in {**FOUND, **TOLD}.items():
        (folder / name).write_bytes(data)
    return scan_json("scan", ".", cwd=folder)


@pytest.mark.parametrize("name", FOUND)
def test_what_is_in_pieces_is_found(name: str, result: Result) -> None:
    assert {rule for rule, path in result.found if path == name} == FOUND[name][1]
    assert not any(each["path"] == name for each in result.json["problems"])


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_read_is_told(name: str, result: Result) -> None:
    (said,) = {each["message"] for each in result.json["problems"] if each["path"] == name}
    assert TOLD[name][1] in said
