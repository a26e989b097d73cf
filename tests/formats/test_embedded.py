"""Archives behind other content, or within it: read, as what unpacks them does, or told."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import struct
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.decode.encoders import pdf, png, tarred, zipped
from tests.formats.samples import rar
from tests.formats.seven_zip import seven_zip
from tests.samples import production_key
from tests.tools import Repository, scan_json

LINE = f"\nAPI_KEY={production_key('embedded')}\n".encode()
CONTENT = b"nothing of interest here\n" * 50 + LINE + b"nor here\n" * 50
NOISE = bytes(number * 31 % 253 for number in range(5_000))
FRONTS = {
    "png": png(b"tEXt", b"Comment\0nothing"),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + NOISE + b"\xff\xd9",
    "gif": b"GIF89a\1\0\1\0\x80\0\0" + NOISE + b"\0;",
    "pdf": pdf(b"nothing"),
    "elf": b"\x7fELF\2\1\1" + bytes(9) + NOISE,
    "exe": b"MZ\x90\0" + NOISE,
    "script": b"#!/bin/sh\ntail -n +3 $0 | tar xz\nexit\n",
    "text": b"hello world\n" * 20,
    "wav": b"RIFF\x24\x08\0\0WAVEfmt " + bytes(60),
    "tar": tarred(b"nothing"),
    "gzip": gzip.compress(b"nothing"),
}
BACKS = {
    "zip": zipped(CONTENT),
    "7z": seven_zip({"a.txt": CONTENT}),
    "gzip": gzip.compress(CONTENT),
    "bzip2": bz2.compress(CONTENT),
    "xz": lzma.compress(CONTENT),
    "tar in xz": lzma.compress(tarred(CONTENT)),
    "several": gzip.compress(b"nothing")
    + NOISE
    + lzma.compress(b"nothing")
    + bz2.compress(CONTENT),
}
UNOPENED = {
    "rar": rar(),
    "older rar": b"Rar!\x1a\x07\0\xcf\x90\x73\0\0\x0d\0" + bytes(60),
    "cab": b"MSCF\0\0\0\0" + struct.pack("<II", 60, 0) + bytes(8) + b"\3\1" + bytes(60),
}
NOTHING = {
    "header that nginx writes": NOISE + b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + NOISE,
    "headers that a tool looks for": b"\x7fELF\0BZh91AY&SY\0" + b"\xfd7zXZ\0\0\x04" + NOISE,
    "magic numbers in a library": b"\x7fELF\0" + b"7z\xbc\xaf\x27\x1c\0Rar!\x1a\x07\0" + NOISE,
    "magic numbers side by side": b"\x28\xb5\x2f\xfdMSCF\0\0\0\0Rar!\x1a\x07\1\0" + NOISE,
    "text about them": b"bzip2 begins with BZh91AY&SY, PK zip, Rar! rar, MSCF cab, 7z 7z\n",
    "parts of a zip": b"PK\x03\x04" + NOISE + b"PK\x05\x06" + NOISE * 20 + b"PK\x05\x06",
    "noise": random.Random(3).randbytes(300_000),
}


@pytest.fixture
def reports(repository: Repository) -> dict[str, dict[str, tuple[str, ...]]]:
    """What is found, by way, and by file; in the work tree and in the index."""
    for front, begun in FRONTS.items():
        for back, content in BACKS.items():
            repository.write(f"{front}, {back}", begun + content)
    repository.git("add", "--all")
    return {
        command: {
            each["path"]: tuple(each["via"])
            for each in scan_json(command, cwd=repository.path).json["findings"]
        }
        for command in ("scan", "staged")
    }


def test_what_is_behind_other_content(reports: dict[str, dict[str, tuple[str, ...]]]) -> None:
    ways = {
        "zip": ("zip:inner/path.txt",),
        "7z": ("7z:a.txt",),
        "gzip": ("gzip",),
        "bzip2": ("bzip2",),
        "xz": ("xz",),
        "tar in xz": ("xz", "tar:inner/path.txt"),
        "several": ("bzip2",),
    }
    expected = {f"{front}, {back}": way for front in FRONTS for back, way in ways.items()}
    for command, found in reports.items():
        assert found == expected, command


@pytest.mark.parametrize("front", FRONTS)
def test_zips_with_much_behind_them(front: str, tmp_path: Path) -> None:
    """A zip's directory is at its end, and is not the end of what it is in."""
    behind = NOISE * 20
    data = FRONTS[front] + NOISE + zipped(b"nothing") + behind + zipped(CONTENT) + behind
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b.zip").write_bytes(zipped(data))
    found = scan_json("scan", cwd=tmp_path).json["findings"]
    ways = {each["path"]: each["via"][-1:] for each in found}
    assert ways == {name: ["zip:inner/path.txt"] for name in ("a", "b.zip")}


def test_zips_within_a_large_member(tmp_path: Path) -> None:
    text = b"".join(b"line %d\n" % number for number in range(700_000))
    (tmp_path / "a.zip").write_bytes(zipped(text + zipped(CONTENT) + text))
    assert scan_json("scan", cwd=tmp_path).found == {("production-key", "a.zip")}


@pytest.mark.parametrize("front", ["png", "pdf", "exe", "text", "jpeg"])
@pytest.mark.parametrize("name", UNOPENED)
def test_what_is_not_opened_is_told(front: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(FRONTS[front] + UNOPENED[name])
    result = scan_json("scan", "a", cwd=tmp_path)
    (problem,) = result.json["problems"]
    assert result.code == 2
    assert f"a {name.removeprefix('older ')} archive is in it" in problem["message"]


@pytest.mark.parametrize("name", NOTHING)
def test_what_only_looks_like_one(name: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(NOTHING[name])
    assert scan_json("scan", "a", cwd=tmp_path).code == 0


def test_what_is_cut_off_is_told(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(400_000)
    (tmp_path / "a").write_bytes(FRONTS["png"] + gzip.compress(noise + LINE)[:300_000])
    assert scan_json("scan", "a", cwd=tmp_path).code == 2


def test_many_streams_are_read_once_each(tmp_path: Path) -> None:
    many = b"".join(gzip.compress(b"line %d\n" % number) + b"\n" for number in range(20_000))
    (tmp_path / "a").write_bytes(FRONTS["png"] + many + gzip.compress(CONTENT))
    result = scan_json("scan", "a", cwd=tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "a")})


def test_many_beginnings_that_are_none_are_told(tmp_path: Path) -> None:
    fakes = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff\xff" * 3_000
    (tmp_path / "a").write_bytes(FRONTS["png"] + fakes + gzip.compress(CONTENT))
    result = scan_json("scan", "a", cwd=tmp_path)
    assert result.code == 2
    assert "more beginnings" in result.json["problems"][0]["message"]


@pytest.mark.skipif(
    not any(find_spec(name) for name in ("compression", "backports.zstd")), reason="no zstd"
)
def test_frames_of_zstd_that_are_to_be_skipped(tmp_path: Path) -> None:
    """As pzstd writes them, and what can be sought in."""
    from backports import zstd

    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    (tmp_path / "a.zst").write_bytes(skipped + zstd.compress(CONTENT) + skipped)
    (tmp_path / "b").write_bytes(zstd.compress(b"x") + skipped + zstd.compress(CONTENT))
    result = scan_json("scan", "a.zst", "b", cwd=tmp_path)
    assert result.found == {("production-key", "a.zst"), ("production-key", "b")}
