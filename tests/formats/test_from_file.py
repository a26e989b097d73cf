"""A large archive that is read from a file says what it says when it is held."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from keyguard.formats import archive, zip
from keyguard.model import Blob, Place, State
from keyguard.model.piece import LARGE, Large
from keyguard.pipeline import in_pieces
from keyguard.pipeline.scan import scan
from keyguard.settings import Settings
from tests.decode.encoders import tarred
from tests.formats.containers import makeself
from tests.formats.samples import SAMPLES
from tests.formats.test_pieces import MEGABYTE, peak_of
from tests.pipeline.test_in_pieces import Given, told
from tests.samples import production_key
from tests.tools import Repository, scan_json

Make = Callable[[Path, int], None]
"""Writes a file of so many MiB, with a key at its end."""
PIECE = 5_000
NOISE = random.Random(1).randbytes(12_000)
LINES = b"nothing of interest on this line\n" * 400


def key_line(seed: object) -> bytes:
    return f"API_KEY={production_key(seed)}\n".encode()


def zipped(method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.writestr("first.txt", key_line("first") + NOISE)
        made.writestr("middle.bin", NOISE * 3)
        made.writestr(f"{production_key('name')}.txt", LINES + key_line("last"))
        made.comment = comment
    return stream.getvalue()


def gzipped(content: bytes, name: str = "a.txt") -> bytes:
    stream = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=stream, mtime=0) as made:
        made.write(content)
    return stream.getvalue()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


INSIDE = key_line("begin") + NOISE + LINES + key_line("end")
TWO = gzipped(INSIDE) + gzipped(key_line("second"), production_key("header"))
TAR = tarred(INSIDE, f"a/{production_key('member')}.txt")
CONTENTS: dict[str, bytes] = {
    "a zip": zipped(),
    "a zip that only stores": zipped(zipfile.ZIP_STORED),
    "a comment of a zip": zipped(comment=b"x" * 9_000 + key_line("comment")),
    "a zip with a damaged member": flipped(zipped(), 9_000),
    "a zip that is cut off": zipped()[:-900],
    "text behind a zip": zipped() + LINES + key_line("behind"),
    "two zips": zipped(zipfile.ZIP_STORED) + zipped(),
    "gzip": gzipped(INSIDE),
    "two streams": TWO,
    "text behind a stream": TWO + LINES + key_line("behind"),
    "a damaged stream": flipped(TWO, 8_000) + LINES + key_line("behind"),
    "a stream that is cut off": gzipped(INSIDE)[:-5_000],
    "a long name in the header": gzipped(INSIDE, "x" * 70_000 + production_key("long")),
    "bzip2": bz2.compress(INSIDE) + key_line("behind"),
    "xz": lzma.compress(INSIDE) + lzma.compress(key_line("second")),
    "lzma": lzma.compress(INSIDE, lzma.FORMAT_ALONE),
    "tar": TAR,
    "text behind a tar": TAR + LINES + key_line("behind"),
    "a tar that is cut off": TAR[:20_000],
    "a tar in gzip": gzipped(TAR),
    "a pack that is none": b"PK\x03\x04" + LINES + key_line("none"),
}


def as_large(content: bytes) -> Large:
    place = Place(b"some.data", State.TREE)
    return Large("a", len(content), (place,), lambda: nullcontext(io.BytesIO(content).read))


@pytest.mark.parametrize("name", CONTENTS)
def test_what_is_read_from_a_file_is_what_is_held(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = CONTENTS[name]
    settings = Settings(show_low_confidence=True)
    held = scan("scan", [Given([Blob("a", content, as_large(content).places)])], settings)
    for module in (archive, in_pieces, zip):
        monkeypatch.setattr(module, "PIECE", PIECE)
    read = scan("scan", [Given([as_large(content)])], settings)
    assert sorted(map(told, read.findings)) == sorted(map(told, held.findings))
    assert read.problems == held.problems
    assert read.scanned == held.scanned
    assert held.findings


@pytest.mark.parametrize("name", [name for name in SAMPLES if "pointer" not in name])
def test_every_format_is_read_from_a_file_as_it_is_held(name: str) -> None:
    content = SAMPLES[name].data
    settings = Settings(show_low_confidence=True)
    held = scan("scan", [Given([Blob("a", content, as_large(content).places)])], settings)
    read = scan("scan", [Given([as_large(content)])], settings)
    assert sorted(map(told, read.findings)) == sorted(map(told, held.findings))
    assert read.problems == held.problems
    assert held.findings or held.problems


def parts_of(parts: int) -> Iterator[bytes]:
    """So many MiB that nothing packs, each of which differs."""
    noise = random.Random(2).randbytes(MEGABYTE)
    return (number.to_bytes(4, "big") + noise for number in range(parts))


def make_zip(path: Path, parts: int) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as made:
        for number, part in enumerate(parts_of(parts)):
            made.writestr(f"{number}.bin", part)
        made.writestr("last.txt", key_line("last"))


def make_gzip(path: Path, parts: int) -> None:
    with path.open("ab") as file, gzip.GzipFile("", "wb", 0, file) as made:
        for part in parts_of(parts):
            made.write(part)
        made.write(key_line("last"))


def behind(front: bytes, make: Make) -> Make:
    def make_behind(path: Path, parts: int) -> None:
        path.write_bytes(front)
        make(path, parts)

    return make_behind


def make_makeself(path: Path, parts: int) -> None:
    make_gzip(path, parts)
    packed = path.read_bytes()
    head = makeself(b"").partition(b"filesizes")[0]
    path.write_bytes(b'%sfilesizes="%d"\nexit 0\n%s' % (head, len(packed), packed))


def make_debian(path: Path, parts: int) -> None:
    make_gzip(path, parts)
    packed = path.read_bytes()
    with path.open("wb") as file:
        file.write(b"!<arch>\n")
        for name, content in ((b"debian-binary", b"2.0\n"), (b"data.gz", packed)):
            file.write(b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name, 0, 0, 0, b"", len(content)))
            file.write(content + b"\n" * (len(content) % 2))


def make_pdf(path: Path, parts: int) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        for part in (*parts_of(parts), key_line("last")):
            file.write(b"1 0 obj\n<< /Filter /FlateDecode >>\nstream\n")
            file.write(zlib.compress(part, 0) + b"\nendstream\nendobj\n")


def make_sqlite(path: Path, parts: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b, c)")
    connection.executemany("INSERT INTO a VALUES (?, '')", ((part,) for part in parts_of(parts)))
    connection.execute("INSERT INTO a VALUES ('', ?)", (key_line("last").decode(),))
    connection.commit()
    connection.close()


def make_bundle(path: Path, parts: int) -> None:
    repository = Repository.create(path.parent.parent / "bundled")
    repository.git("config", "core.compression", "0")
    for number, part in enumerate(parts_of(parts)):
        repository.write(f"{number}.bin", part)
    repository.write("large.bin", b"".join(parts_of(parts)))
    repository.write("z.txt", key_line("last"))
    repository.commit()
    repository.git("bundle", "create", "--quiet", str(path), "--all")


def make_tar_of_a_zip(path: Path, parts: int) -> None:
    inner = path.with_name("inner.exe")
    behind(b"MZ" + bytes(400), make_zip)(inner, parts)
    with tarfile.open(path, "w") as made:
        made.add(inner, "inner.exe")
    inner.unlink()


MAKE = {
    "zip": make_zip,
    "gzip": make_gzip,
    "a zip behind a program": behind(b"MZ" + bytes(400), make_zip),
    "gzip behind a script": behind(b"#!/bin/sh\nexit 0\n", make_gzip),
    "gzip behind an image": behind(b"\x89PNG\r\n\x1a\n" + bytes(400), make_gzip),
    "makeself": make_makeself,
    "debian": make_debian,
    "pdf": make_pdf,
    "sqlite": make_sqlite,
    "bundle": make_bundle,
    "a zip behind a program in a tar": make_tar_of_a_zip,
}


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_memory_does_not_grow_with_an_archive(make: Make, repository: Repository) -> None:
    make(repository.path / "big.data", 64)
    code, peak = peak_of(("scan", "big.data"), repository.path)
    assert code == 1
    assert peak < 120


@pytest.mark.parametrize("make", [make_zip, make_debian])
@pytest.mark.parametrize("command", [("history",), ("staged",)], ids=" ".join)
def test_nor_does_it_where_git_has_it(
    command: tuple[str, ...], make: Make, repository: Repository
) -> None:
    make(repository.path / "big.data", 64)
    repository.git("config", "core.compression", "0")
    repository.git("add", "--all")
    if command != ("staged",):
        repository.commit()
    code, peak = peak_of(command, repository.path)
    assert code == 1
    assert peak < 120


def test_a_large_archive_is_the_same_in_every_input(repository: Repository) -> None:
    make_zip(repository.path / "big.zip", 2 + (LARGE >> 20))
    repository.git("add", "--all")
    found = [scan_json(*each, cwd=repository.path) for each in (("scan", "."), ("staged",))]
    repository.commit()
    found += [scan_json(*each, cwd=repository.path) for each in (("history",), ("commits", "HEAD"))]
    for result in found:
        (finding,) = result.json["findings"]
        assert finding["line"] == 1
        assert finding["path"] == "big.zip"
        assert result.code == 1
