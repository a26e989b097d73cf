"""What of an archive is not packed is read as well: names, comments, what is damaged or behind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.decode.encoders import tarred, zipped
from tests.formats.containers import uuencoded
from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("around")
LINE = f"\nAPI_KEY={KEY}\n".encode()
INNOCENT = b"nothing of interest\n" * 99
LARGE = INNOCENT * (6 << 20 >> 11)
"""More than a piece."""
NAMED, COMMENTED, EXTRA = 8, 16, 4


def gzip_with(flags: int, words: bytes) -> bytes:
    """RFC 1952, 2.3: flags are the fourth byte, and what they announce follows the tenth."""
    plain = gzip.compress(INNOCENT)
    return plain[:3] + bytes([flags]) + plain[4:10] + words + plain[10:]


def zip_with_comment() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", INNOCENT)
        archive.comment = LINE
    return content.getvalue()


def zip_with_a_wrong_checksum() -> bytes:
    """A member that is stored as it is, but not as its checksum says."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", INNOCENT + LINE)
        archive.writestr("b.txt", INNOCENT)
    return content.getvalue().replace(b"nothing", b"nothong", 1)


def tar_with(name: str = "a.txt", type_: bytes = tarfile.REGTYPE, content: bytes = b"") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.size = type_, len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def large_zip(before: bytes = b"", wrong: bool = False) -> bytes:
    """One with a member that is large even when packed."""
    noise = b"".join(struct.pack(">I", number * 2654435761 % (1 << 32)) for number in range(50_000))
    packed = bytearray(zipped(noise))
    if wrong:
        packed[len(packed) // 2] ^= 0x55
    return before + bytes(packed)


FOUND = {
    "behind gzip": gzip.compress(INNOCENT) + LINE,
    "behind several in gzip": gzip.compress(INNOCENT) * 3 + LINE,
    "behind bzip2": bz2.compress(INNOCENT) + LINE,
    "behind xz": lzma.compress(INNOCENT) + LINE,
    "behind zlib": zlib.compress(INNOCENT) + LINE,
    "behind tar": tarred(INNOCENT) + LINE,
    "behind tar in gzip": gzip.compress(tarred(INNOCENT) + LINE),
    "behind gzip in zip": zipped(gzip.compress(INNOCENT) + LINE),
    "in lines with a checksum": re.sub(rb"(?m)^(M.+)$", rb"\1$", uuencoded(LINE * 9)),
    "name in gzip": gzip_with(NAMED, KEY.encode() + b"\0"),
    "comment in gzip": gzip_with(NAMED | COMMENTED, b"name\0" + KEY.encode() + b"\0"),
    "extra field in gzip": gzip_with(EXTRA, struct.pack("<H", len(LINE)) + LINE),
    "name in a later gzip": gzip.compress(INNOCENT) + gzip_with(NAMED, KEY.encode() + b"\0"),
    "comment of a zip": zip_with_comment(),
    "in a zip in front of another": zipped(LINE) + zipped(INNOCENT),
    "in a zip in front of several": b"%PDF" + zipped(LINE) + b"\0" * 99 + 9 * zipped(INNOCENT),
    "in the second zip of three": zipped(INNOCENT) + b"doc" + zipped(LINE) + zipped(INNOCENT),
    "comment of a zip in front of another": zip_with_comment() + zipped(INNOCENT),
    "in front of a zip": b"#!/bin/sh" + LINE + zipped(INNOCENT),
    "in front of a large zip": large_zip(b"#!/bin/sh" + LINE),
    "behind large tar in gzip": gzip.compress(tarred(LARGE) + LINE),
    "behind a large file in tar in gzip": gzip.compress(
        tar_with(content=LARGE)[: -10 * 1024] + tar_with(content=LINE)
    ),
    "name in a large tar in gzip": gzip.compress(tar_with(f"{KEY}.txt", content=LARGE)),
    "name in a tar": tar_with(f"{KEY}.txt"),
    "of an unknown type in a tar": tar_with(type_=b"Z", content=LINE),
}
"""Sound archives of which a key is found."""

ALSO_NOT_READ = {
    "text that begins like gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + LINE,
    "text that begins like xz": b"\xfd7zXZ\0\0\1" + LINE,
    "stored with a wrong checksum": zip_with_a_wrong_checksum(),
    "in front of a zip that is cut off, in front of another": (
        b"#!/bin/sh" + LINE + zipped(INNOCENT)[:-30] + zipped(INNOCENT)
    ),
    "behind a cut off tar": tarred(INNOCENT)[:700] + LINE,
    "in a large tar that is cut off": gzip.compress(tar_with(content=LINE + LARGE)[: 5 << 20]),
    "in front of a damaged zip": large_zip(b"#!/bin/sh" + LINE, wrong=True),
    "behind a damaged gzip": gzip.compress(INNOCENT)[:-8] + b"\0" * 8 + LINE,
}
"""Archives of which a key is found, though not all of them can be read."""


@pytest.mark.parametrize("name", [*FOUND, *ALSO_NOT_READ])
def test_a_key_around_what_is_packed(name: str, repository: Repository) -> None:
    data = FOUND.get(name) or ALSO_NOT_READ[name]
    repository.write("archive.bin", data)
    repository.commit()
    code = 1 if name in FOUND else 2
    for command in (("scan", "archive.bin"), ("scan", "."), ("commits", "HEAD"), ("history",)):
        result = scan_json(*command, cwd=repository.path)
        assert (result.code, result.found) == (code, {("production-key", "archive.bin")}), command


def test_a_line_behind_a_stream_is_counted_in_the_file(tmp_path: Path) -> None:
    packed = gzip.compress(INNOCENT)
    (tmp_path / "a.gz").write_bytes(packed + LINE)
    (finding,) = scan_json("scan", "a.gz", cwd=tmp_path).json["findings"]
    assert finding["line"] == packed.count(b"\n") + 2


def test_members_of_a_large_archive_that_is_stored_are_not_around(tmp_path: Path) -> None:
    """As build tools put libraries into one archive."""
    noise = random.Random(1).randbytes(5 << 20)
    with zipfile.ZipFile(tmp_path / "in.jar", "w") as archive:
        archive.writestr("noise.bin", noise)
        archive.writestr("app.properties", LINE)
    with zipfile.ZipFile(tmp_path / "app.jar", "w") as archive:
        archive.write(tmp_path / "in.jar", "lib/in.jar")
    result = scan_json("scan", "app.jar", cwd=tmp_path)
    assert result.json["problems"] == []
    assert result.found == {("production-key", "app.jar")}
