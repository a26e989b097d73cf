"""Bombs, damage and depth: bounded, said, and what could be read is read all the same."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from keyguard import decode
from keyguard.model import Blob, Problem
from keyguard.settings import Limits
from tests.decode.encoders import debian, tarred, zipped
from tests.formats.seven_zip import seven_zip
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json


class Asked(NamedTuple):
    """Says the same of all content, but that any of it may be encoded."""

    answer: bool

    def matches(self, data: bytes) -> bool:
        return self.answer

    def matches_behind(self, magic: bytes, data: bytes) -> bool:
        return self.answer

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        return [self.answer for _ in texts]

    def is_encoded(self, data: bytes) -> bool:
        return True

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        return [True for _ in texts]


EVERYTHING, NOTHING = Asked(True), Asked(False)
LINE = f"API_KEY={production_key('bounds')}\n".encode()
SMALL = Limits(bytes=1 << 20, spare=1 << 16, ratio=20)
ZEROS = bytes(8 << 20)


def sparse_tar() -> bytes:
    """A header in the old GNU format that announces a hole of 10 GB."""
    entry = tarfile.TarInfo("hole")
    header = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    size = 10 << 30
    header[386:410] = b"%011o\0%011o\0" % (size - 512, 512)
    header[483:495] = struct.pack(">BxxxQ", 0x80, size)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + b"x" * 512 + bytes(1024)


def huge_tar() -> bytes:
    """A header that announces four exbibytes, and nothing behind it."""
    entry = tarfile.TarInfo("huge")
    entry.size = 1 << 62
    return entry.tobuf(tarfile.GNU_FORMAT)


def headers_for_headers(times: int) -> bytes:
    """A tar archive in which each header says more of the one behind it."""
    entry = tarfile.TarInfo("a")
    entry.pax_headers = {"comment": "b"}
    header = entry.tobuf(tarfile.PAX_FORMAT)[:1024]
    return header * times + bytes(1024)


def encrypted_zip() -> bytes:
    data = bytearray(zipped(LINE))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def damaged_member() -> bytes:
    data = bytearray(zipped(LINE * 50))
    data[60] ^= 0xFF
    return bytes(data)


def nested(times: int) -> bytes:
    data = LINE
    for _ in range(times):
        data = gzip.compress(data)
    return data


NOT_READ = {
    "zeros in gzip": (gzip.compress(ZEROS), "bound"),
    "zeros in bzip2": (bz2.compress(ZEROS), "bound"),
    "zeros in xz": (lzma.compress(ZEROS), "bound"),
    "zeros in zip": (zipped(ZEROS), "bound"),
    "zeros in zip in zip": (zipped(zipped(ZEROS)), "bound"),
    "hole in tar": (sparse_tar(), "bound"),
    "encrypted": (encrypted_zip(), "encrypted"),
    "damaged member": (damaged_member(), "damaged"),
    "zstd with a window of 2 GiB": (
        b"\x28\xb5\x2f\xfd\0\xa8" + (len(LINE) << 3 | 1).to_bytes(3, "little") + LINE,
        "too much memory to unpack",
    ),
    "cut off gzip": (gzip.compress(LINE * 99)[:-20], "cut off"),
    "cut off zip": (zipped(LINE)[:-30], "damaged"),
    "zip behind one that is cut off": (
        zipped(LINE)[:-30] + zipped(b"x"),
        "its directory does not name",
    ),
    "cut off zip behind a program": (b"Cr24\3\0\0\0" + zipped(LINE)[:-30], "damaged"),
    "huge tar without content": (huge_tar(), "damaged"),
    "tar of headers for headers": (headers_for_headers(2_000), "it is nested too deep"),
    "cut off tar": (tarred(LINE * 99)[:1024], "damaged"),
    "cut off 7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60), "damaged"),
    "zeros in 7z": (seven_zip({"a": ZEROS}), "bound"),
    "rar": (b"Rar!\x1a\x07\x01\0" + bytes(60), "not opened; unpack it"),
    "rpm": (b"\xed\xab\xee\xdb\x03\0" + bytes(90), "not opened; unpack it"),
    "cut off deb": (debian(LINE)[:-20], "cut off"),
    "deb with a member of negative size": (
        debian(LINE).replace(b"%-10d`" % 4, b"%-10d`" % -60, 1),
        "damaged",
    ),
    "deb with a damaged header": (debian(LINE)[:80] + b"x" * 80, "damaged"),
    "too deep": (nested(6), "--max-archive-depth"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_was_not_read_is_said(name: str) -> None:
    data, word = NOT_READ[name]
    problems = [
        each
        for each in decode.views(Blob("id", data), EVERYTHING, SMALL)
        if isinstance(each, Problem)
    ]
    assert problems
    assert all(word in each.message and each.message.endswith(".") for each in problems)


def test_a_problem_is_exit_code_2_and_the_rest_is_still_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(LINE)
    (tmp_path / "bad.gz").write_bytes(gzip.compress(LINE * 99)[:-20])
    (tmp_path / "locked.zip").write_bytes(encrypted_zip())
    result = scan_json("scan", ".", cwd=tmp_path)
    assert result.code == 2
    assert result.found >= {("production-key", "a.txt"), ("production-key", "bad.gz")}
    assert {each["path"] for each in result.json["problems"]} == {"bad.gz", "locked.zip"}


def test_depths_are_settings(tmp_path: Path) -> None:
    (tmp_path / "deep.gz").write_bytes(nested(3))
    assert scan_json("scan", ".", cwd=tmp_path).found == {("production-key", "deep.gz")}
    shallow = scan_json("scan", ".", "--max-archive-depth", "2", cwd=tmp_path)
    assert (shallow.code, shallow.found) == (2, set())
    (tmp_path / ".keyguard.toml").write_text("max-archive-depth = 0\n")
    assert scan_json("scan", "deep.gz", cwd=tmp_path).json["problems"] == []
    encoded = base64.b64encode(base64.b64encode(base64.b64encode(LINE)))
    (tmp_path / "deep.gz").write_bytes(encoded)
    assert scan_json("scan", "deep.gz", cwd=tmp_path).found == {("production-key", "deep.gz")}
    shallow = scan_json("scan", "deep.gz", "--max-decode-depth", "2", cwd=tmp_path)
    assert shallow.code == 2
    assert "--max-decode-depth" in shallow.json["problems"][0]["message"]


def test_a_member_can_be_called_anything(tmp_path: Path) -> None:
    name = "\x1b[31m/../../etc\n/" + production_key("name")
    (tmp_path / "a.zip").write_bytes(zipped(LINE, name))
    for form in ("text", "json", "sarif", "markdown", "github"):
        result = keyguard("scan", ".", "--format", form, cwd=tmp_path)
        assert result.code == 1
        assert production_key("name") not in result.out
        assert "\x1b[31m" not in result.out


def test_zstd_that_is_damaged_or_lacks_its_package_is_said() -> None:
    data = b"\x28\xb5\x2f\xfd" + bytes(20)
    problems = [
        each.message
        for each in decode.views(Blob("id", data), EVERYTHING)
        if isinstance(each, Problem)
    ]
    assert len(problems) == 1
    assert "zstd" in problems[0]


def test_many_members_are_bounded() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number in range(50):
            archive.addfile(tarfile.TarInfo(f"empty{number}"))
    limits = Limits(members=10)
    found = list(decode.views(Blob("id", file.getvalue()), NOTHING, limits))
    assert sum(isinstance(each, Problem) for each in found) == 1


@pytest.mark.parametrize(
    "head",
    [b"FOR1\0\0\0\0BEAM", b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\x01IM"],
    ids=["Erlang", "MATLAB"],
)
def test_many_empty_parts_are_bounded(head: bytes) -> None:
    limits = Limits(members=10)
    problems = [
        each.message
        for each in decode.views(Blob("id", head + bytes(8 * 50)), EVERYTHING, limits)
        if isinstance(each, Problem)
    ]
    assert len(problems) == 1
    assert "bound" in problems[0]


def test_nothing_more_is_unpacked_beyond_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bz2.BZ2Decompressor] = []
    make = bz2.BZ2Decompressor

    def noted() -> bz2.BZ2Decompressor:
        begun.append(make())
        return begun[-1]

    monkeypatch.setattr(bz2, "BZ2Decompressor", noted)
    bomb = base64.b64encode(bz2.compress(ZEROS)).decode()
    text = "".join(f"{number}: {bomb}\n" for number in range(50))
    found = list(decode.views(Blob("id", text.encode()), EVERYTHING, SMALL))
    assert any(isinstance(each, Problem) and "bound" in each.message for each in found)
    assert len(begun) < 5


@pytest.mark.parametrize("command", ["scan", "staged", "history"])
def test_an_archive_that_is_not_opened_is_told_unless_excluded(
    command: str, repository: Repository
) -> None:
    data = NOT_READ["rar"][0]
    repository.write("vendor/a.rar", data)
    repository.git("add", "--all")
    if command != "staged":
        repository.commit()
    told = scan_json(command, cwd=repository.path)
    assert (told.code, told.json["complete"]) == (2, False)
    assert [each["path"] for each in told.json["problems"]] == ["vendor/a.rar"]
    repository.write(".keyguard.toml", 'exclude = ["vendor/"]\n')
    excluded = scan_json(command, cwd=repository.path)
    assert (excluded.code, excluded.json["problems"]) == (0, [])
    assert sum(excluded.json["skipped"].values()) == 1
