"""Members of zips that are not as the directory says: what they hold is read all the same."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.formats.samples import zstd_frame
from tests.samples import production_key
from tests.tools import keyguard, scan_json

KEY = production_key("zip members")
TEXT = b"a=nothing to see here\n" + f"API_KEY={KEY}\n".encode() * 4
METHOD, CHECKSUM, PACKED, SIZE, NAME = 8, 14, 18, 22, 30
"""Bytes in front of them in the header of a member (APPNOTE.TXT, 4.3.7)."""
TO_ENTRY = 2
"""Bytes more that are in front of the first three in the directory (4.3.12)."""
INNOCENT = 10
"""Bytes in front of the key."""
HAS_ZSTD = any(find_spec(name) for name in ("compression", "backports.zstd"))


def packed(method: int, text: bytes = TEXT) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a.txt", text)
    return file.getvalue()


def stating(data: bytes, **values: tuple[int, bytes]) -> bytes:
    """With other values, each where the header of the member has it, and in the directory."""
    changed = bytearray(data)
    entry = data.index(b"PK\1\2") + TO_ENTRY
    for at, value in values.values():
        for start in (at, entry + at):
            changed[start : start + len(value)] = value
    return bytes(changed)


def in_directory(data: bytes, at: int, value: bytes) -> bytes:
    """With another value in the directory alone."""
    start = data.index(b"PK\1\2") + TO_ENTRY + at
    return data[:start] + value + data[start + len(value) :]


def empty(name: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Nothing is packed in it, the directory says."""
    data = packed(method).replace(b"a.txt", name.encode())
    return in_directory(data, PACKED, number(0))


def number(value: int) -> bytes:
    return struct.pack("<I", value)


def without_checksum(method: int) -> bytes:
    return stating(packed(method), checksum=(CHECKSUM, number(0)))


def of_stated_length(method: int) -> bytes:
    """Shorter than it is, and the checksum is that of as much."""
    checksum = (CHECKSUM, number(zlib.crc32(TEXT[:INNOCENT])))
    return stating(packed(method), checksum=checksum, size=(SIZE, number(INNOCENT)))


def by(method: int, stream: bytes) -> bytes:
    """Packed by a method that the standard library does not write."""
    return stating(
        packed(zipfile.ZIP_STORED, stream),
        method=(METHOD, struct.pack("<H", method)),
        checksum=(CHECKSUM, number(zlib.crc32(TEXT))),
        size=(SIZE, number(len(TEXT))),
    )


def damaged(method: int) -> bytes:
    data = packed(method)
    middle = NAME + len("a.txt") + 20
    return data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1 :]


def called_otherwise() -> bytes:
    return packed(zipfile.ZIP_DEFLATED).replace(b"a.txt", b"b.txt", 1)


def one_of_two() -> bytes:
    """What is in front of its end names a second part (4.3.15)."""
    data = packed(zipfile.ZIP_DEFLATED)
    end = data.index(b"PK\5\6")
    return data[:end] + b"PK\6\7" + struct.pack("<IQI", 1, 0, 2) + data[end:]


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
FOUND: dict[str, Callable[[], bytes]] = {
    **{f"no-checksum-{each}": partial(without_checksum, each) for each in METHODS},
    "other-name": called_otherwise,
    **{f"empty-{each}": partial(empty, "a.txt", each) for each in METHODS},
    "folder": partial(empty, "abcd/"),
    "xz": lambda: by(95, lzma.compress(TEXT)),
    **({"zstd": lambda: by(93, zstd_frame(TEXT))} if HAS_ZSTD else {}),
}
FOUND_AND_TOLD = {f"longer-{each}": partial(of_stated_length, each) for each in METHODS[:3]}
TOLD: dict[str, tuple[Callable[[], bytes], str]] = {
    "lzma": (lambda: damaged(zipfile.ZIP_LZMA), "is damaged"),
    "deflate64": (lambda: by(9, zlib.compress(TEXT)[2:-4]), "by method 9, which is not known"),
    "no stream of bzip2": (
        lambda: without_checksum(zipfile.ZIP_BZIP2).replace(b"BZh", b"BZ0"),
        "length is wrong",
    ),
    "method": (
        lambda: in_directory(without_checksum(zipfile.ZIP_DEFLATED), METHOD, b"\0\0"),
        "say differently",
    ),
    "split": (one_of_two, "span multiple disks"),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], dict[str, str]]:
    """Where the key is found, and what is said of what was not read."""
    folder: Path = tmp_path_factory.mktemp("zips")
    told = {name: row[0] for name, row in TOLD.items()}
    all_of_them: dict[str, Callable[[], bytes]] = {**FOUND, **FOUND_AND_TOLD, **told}
    for name, made in all_of_them.items():
        (folder / f"{name}.zip").write_bytes(made())
    scanned = scan_json("scan", ".", cwd=folder)
    problems = {each["path"]: each["message"] for each in scanned.json["problems"]}
    return {path for _, path in scanned.found}, problems


def test_members_are_read_whatever_is_said_of_them(
    result: tuple[set[str], dict[str, str]],
) -> None:
    found, problems = result
    assert found == {f"{name}.zip" for name in (*FOUND, *FOUND_AND_TOLD)}
    assert set(problems) == {f"{name}.zip" for name in (*FOUND_AND_TOLD, *TOLD)}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_read_is_told(name: str, result: tuple[set[str], dict[str, str]]) -> None:
    assert TOLD[name][1] in result[1][f"{name}.zip"]


def test_of_many_damaged_members_a_page_names_the_first(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(30):
            archive.writestr(f"{number:02}.txt", "nothing\n")
    (tmp_path / "broken.zip").write_bytes(packed.getvalue().replace(b"nothing\n", b"anything"))
    (tmp_path / "other.zip").write_bytes(b"PK\x03\x04 cut off")
    page, everything = (
        keyguard("scan", tmp_path, *options, cwd=tmp_path) for options in ([], ["--verbose"])
    )
    assert (page.code, everything.code) == (2, 2)
    assert page.out.count("broken.zip: its member") == 5
    assert "broken.zip: 25 more things; --verbose lists them." in page.out
    assert "other.zip: " in page.out
    assert everything.out.count("broken.zip: its member") == 30
    assert len(scan_json("scan", tmp_path, cwd=tmp_path).json["problems"]) == 31
    assert page.out.endswith("31 things could not be read, so there may be more to find.\n")
