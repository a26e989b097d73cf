"""Content in pieces says what it says as a whole: nothing is lost, doubled or misplaced."""

from __future__ import annotations

import base64
import gzip
import io
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keyguard.decode.large import PIECE, cut
from keyguard.model import Blob, Finding, Place, State
from keyguard.model.piece import LARGE
from keyguard.model.source import Item, Source
from keyguard.pipeline.scan import scan
from keyguard.settings import Settings
from tests.decode.encoders import zipped
from tests.formats.test_pieces import PEAK, peak_of
from tests.samples import body, production_key, staging_key, webhook_secret
from tests.tools import Repository, scan_json

SEEDS = range(24)
SIZE, OVERLAP = 30_000, 26_000
"""Bytes of a piece, and of what it has of its neighbours: more than decides about a credential."""
NEAR = 250
MEGABYTE = 1 << 20
TEXT = b"nothing of interest on this line\n"


def packed_digits(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


Make = Callable[[int], str]
LINES: tuple[Make, ...] = (
    lambda number: f"API_KEY_{number}={production_key(number)}\n",
    lambda number: f'key: "{staging_key(number)}",\n',
    lambda number: f"WEBHOOK_SECRET={webhook_secret(number)}\n",
    lambda number: f"pk_{body(number, 40)}\n",
    lambda number: f"sk_{body(number, 31)}\n",
    lambda number: f'"{base64.b64encode(f"key={production_key(number)}".encode()).decode()}"\n',
    lambda number: f"data: {packed_digits(production_key(number))}\n",
    lambda number: "".join(f"&#{ord(each)};" for each in production_key(number)) + "\n",
    lambda number: f"naïve żółw {production_key(number)} 鍵\n",
    lambda number: f"{body(number, 3000)} ",
    lambda number: f"https://x.example/?api_key={production_key(number)} ",
)
PLAIN: tuple[Make, ...] = (
    lambda number: f"line {number} says nothing\n",
    lambda number: f"zażółć {number} gęślą 日本語 jaźń\r\n",
    lambda number: "\n",
    lambda number: f"{number}, ",
    lambda number: body(number, 200) + "\n",
    lambda number: "wörd " * (20 if number % 37 else 9_000),
)
CHARSETS = ("utf-8", "utf-8", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1")
MARKS = {"utf-16-le": "\ufeff", "utf-32-le": "\ufeff"}


class Given(Source):
    """Content as it is given."""

    def __init__(self, blobs: list[Blob]) -> None:
        self._blobs = blobs

    def items(self) -> Iterator[Item]:
        yield from self._blobs


def made_up(seed: int) -> bytes:
    """Some 150 kB in which something is found now and then, and often where pieces end."""
    draw = random.Random(seed)
    charset = draw.choice(CHARSETS)
    text, size, number = "", 0, seed * 10_000
    while size < 5 * SIZE:
        number += 1
        is_near = -size % SIZE < NEAR or size % SIZE < NEAR
        pool = LINES if is_near or draw.random() < 0.01 else PLAIN
        part = draw.choice(pool)(number)
        text += part
        size += len(part.encode(charset, "ignore"))
    return (MARKS.get(charset, "") * (seed % 2) + text).encode(charset, "ignore")


def found(blobs: list[Blob]) -> list[tuple[object, ...]]:
    report = scan("scan", [Given(blobs)], Settings(show_low_confidence=True))
    assert report.problems == ()
    return sorted(map(told, report.findings))


def told(finding: Finding) -> tuple[object, ...]:
    return (
        finding.rule,
        *finding.region,
        finding.detection.value,
        finding.occurrences,
        finding.confidence,
    )


def pieces_of(content: bytes, size: int, overlap: int) -> list[Blob]:
    place = Place(b"notes.txt", State.TREE)
    stream = io.BytesIO(content)
    return [
        Blob("a", data, (place,), piece=piece)
        for data, piece in cut(stream.read(size), stream.read, size, overlap)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_pieces_say_what_the_whole_says(seed: int) -> None:
    content = made_up(seed)
    whole = found([Blob("a", content, (Place(b"notes.txt", State.TREE),))])
    blobs = pieces_of(content, SIZE, OVERLAP)
    assert len(blobs) > 2
    assert found(blobs) == whole


@pytest.mark.parametrize("seed", range(5))
def test_each_byte_is_the_own_of_one_piece(seed: int) -> None:
    content = made_up(seed)
    end = 0
    for blob in pieces_of(content, 10_000 + seed, 3_000):
        assert blob.piece is not None
        start, (first, last) = blob.piece.start, blob.piece.own
        assert start + first == end
        end = start + last
        assert content.startswith(blob.data, start)
        assert blob.piece.lines_before == content.count(b"\n", 0, start) or b"\0" in content
    assert end == len(content)


def large(key: bytes) -> bytes:
    """More than is read at once, with a key at the end of a line of many megabytes."""
    return TEXT * (LARGE // len(TEXT)) + b"x " * 5 * MEGABYTE + key + b"\n" + TEXT


def test_a_large_file_is_the_same_in_every_input(repository: Repository) -> None:
    key = production_key("large").encode()
    content = large(key)
    place = [LARGE // len(TEXT) + 1, 10 * MEGABYTE + 1]
    repository.write("big.txt", content)
    repository.git("add", "--all")
    results = [
        scan_json("scan", cwd=repository.path),
        scan_json("scan", "big.txt", cwd=repository.path),
        scan_json("staged", cwd=repository.path),
        scan_json("scan", "-", "--stdin-filename", "big.txt", cwd=repository.path, stdin=content),
    ]
    repository.commit()
    results.append(scan_json("history", cwd=repository.path))
    results.append(scan_json("commits", "HEAD", cwd=repository.path))
    for result in results:
        assert result.code == 1
        (finding,) = result.json["findings"]
        assert [finding["line"], finding["column"]] == place
        assert finding["occurrences"] == 1


@pytest.mark.parametrize("filler", [TEXT, TEXT.replace(b"\n", b" ")])
def test_of_a_large_file_no_more_is_held_than_is_near_its_keys(
    filler: bytes, tmp_path: Path
) -> None:
    part = filler * (MEGABYTE // len(filler))
    content = b"".join(
        part + f'"{production_key(number)}"'.encode() + filler for number in range(80)
    )
    (tmp_path / "big.txt").write_bytes(content)
    findings = scan_json("scan", "big.txt", "--show-secrets", cwd=tmp_path).json["findings"]
    starts = {each["credential"]["secret"]: (each["line"], each["column"]) for each in findings}
    assert len(starts) == len(findings) == 80
    assert starts == {
        key[1].decode(): (number, key.start(1) + 1)
        for number, line in enumerate(content.split(b"\n"), 1)
        for key in re.finditer(rb'"(\w+)"', line)
    }
    code, peak = peak_of(("scan", "big.txt"), tmp_path)
    assert code == 1
    assert peak < 150


@pytest.mark.parametrize("end", [PIECE, 2 * PIECE])
def test_what_the_end_of_a_piece_cuts_off_the_next_one_opens(end: int, tmp_path: Path) -> None:
    line = f"data: {packed_digits(body(1, 15_000) + ' ' + production_key('cut'))}\n".encode()
    front = TEXT * ((end - len(line) // 2) // len(TEXT))
    (tmp_path / "big.txt").write_bytes(front + line + TEXT * (LARGE // len(TEXT)))
    result = scan_json("scan", "big.txt", cwd=tmp_path)
    assert (result.code, result.json["problems"]) == (1, [])


def test_an_archive_in_or_behind_large_content_is_opened(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(LARGE + MEGABYTE)
    line = f"API_KEY={production_key('packed')}\n".encode()
    (tmp_path / "front.bin").write_bytes(noise + zipped(line))
    (tmp_path / "head.zip").write_bytes(zipped(line) + noise)
    (tmp_path / "plain.bin").write_bytes(noise)
    result = scan_json("scan", "front.bin", "plain.bin", cwd=tmp_path)
    assert result.found == {("production-key", "front.bin")}
    assert scan_json("scan", "head.zip", cwd=tmp_path).code in (1, 2)


@pytest.mark.parametrize("as_stdin", [False, True])
def test_memory_does_not_grow_with_a_file(as_stdin: bool, tmp_path: Path) -> None:
    """Linux counts in KiB, macOS in bytes."""
    noise = random.Random(1).randbytes(MEGABYTE)
    with (tmp_path / "big.bin").open("wb") as file:
        for _ in range(96):
            file.write(noise)
        file.write(f"\nkey={production_key('last')}\n".encode())
    name = "-" if as_stdin else "big.bin"
    with (tmp_path / "big.bin").open("rb") as stream:
        run = subprocess.run(
            [sys.executable, "-c", PEAK, sys.executable, "-m", "keyguard", "scan", name],
            cwd=tmp_path,
            stdin=stream,
            capture_output=True,
            check=False,
        )
    code, peak = map(int, run.stderr.split())
    assert code == 1
    assert peak * (1 if sys.platform == "darwin" else 1024) < 100 * MEGABYTE
