"""A large archive that is read from a file says what it says when it is held."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from keyguard.formats import archive, zip
from keyguard.model import Blob, Place, State
from keyguard.model.on_disk import OnDisk
from keyguard.model.piece import LARGE, Large
from keyguard.pipeline import in_pieces
from keyguard.pipeline.scan import scan
from keyguard.settings import Settings
from tests.decode.encoders import tarred
from tests.formats.test_pieces import peak_of
from tests.pipeline.test_in_pieces import Given, told
from tests.samples import production_key
from tests.tools import Repository, scan_json

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


@pytest.mark.parametrize("seed", range(20))
def test_bytes_on_the_disk_are_read_like_those_that_are_held(seed: int) -> None:
    draw = random.Random(seed)
    data = bytes(draw.choices(b"ab\0", k=draw.choice((0, 10, 70_000, 300_000))))
    parts = [data[at : at + 9_000] for at in range(0, len(data), 9_000)]
    disk = OnDisk(parts)
    for _ in range(60):
        start = draw.randrange(len(data) + 1)
        end = min(start + draw.choice((0, 1, 50, 66_000, 200_000)), len(data) + 9)
        assert disk[start:end] == data[start:end]
        wanted = bytes(draw.choices(b"ab\0", k=draw.choice((1, 4, 9, 14))))
        assert disk.find(wanted, start, end) == data.find(wanted, start, end)
        assert disk.opened(start).read(end - start) == data[start:end]
    assert len(disk) == len(data)


def test_what_travelled_is_read_anew_from_a_copy_that_is_sound() -> None:
    disk = pickle.loads(pickle.dumps(OnDisk([b"abc", b"def"], copies)))
    assert len(disk) == 6
    assert disk[2:5] == b"cde"


def copies() -> Iterator[Iterable[bytes]]:
    yield [b"abc"]
    yield iter(opened_in_vain, b"")
    yield [b"abc", b"def"]


def opened_in_vain() -> bytes:
    raise OSError("it is damaged")


def make_zip(path: Path, parts: int) -> None:
    noise = random.Random(2).randbytes(1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for number in range(parts):
            made.writestr(f"{number}.bin", number.to_bytes(4, "big") + noise)
        made.writestr("last.txt", key_line("last"))


def make_gzip(path: Path, parts: int) -> None:
    noise = random.Random(2).randbytes(1 << 20)
    with gzip.open(path, "wb", 1) as made:
        for number in range(parts):
            made.write(number.to_bytes(4, "big") + noise)
        made.write(key_line("last"))


@pytest.mark.parametrize("make", [make_zip, make_gzip])
@pytest.mark.parametrize("command", [("scan", "."), ("history",)], ids=" ".join)
def test_memory_does_not_grow_with_an_archive(
    command: tuple[str, ...], make: Callable[[Path, int], None], repository: Repository
) -> None:
    make(repository.path / "big.data", 96)
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
