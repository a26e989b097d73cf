"""Large members are looked through piece by piece: nothing is lost, misplaced, or held whole."""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.formats.pieces import OVERLAP, PIECE, pieces
from tests.decode.encoders import tarred, zipped
from tests.samples import production_key
from tests.tools import scan_json

TEXT = b"nothing of interest on this line\n"
LARGE = PIECE // len(TEXT)
"""Lines that make a piece, about."""
MEGABYTE = 1 << 20
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
"""Runs a command, from a process that is small itself: what a child inherits counts."""


def peak_of(command: tuple[str, ...], folder: Path) -> tuple[int, float]:
    """The exit code, and the most memory in MiB of keyguard or what it starts. Linux counts in KiB,
    macOS in bytes."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK, sys.executable, "-m", "keyguard", *command],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    code, peak = map(int, run.stderr.split())
    return code, peak * (1 if sys.platform == "darwin" else 1024) / MEGABYTE


def key_line(seed: object) -> bytes:
    return f"API_KEY={production_key(seed)}\n".encode()


def numbered(content: bytes) -> dict[str, int]:
    """The line of each key."""
    lines = enumerate(content.split(b"\n"), 1)
    return {line.decode()[-4:]: number for number, line in lines if b"API_KEY" in line}


def test_pieces_hold_every_byte_and_know_their_lines() -> None:
    content = b"".join(b"%d\n" % number for number in range(PIECE // 3))
    stream, sizes = io.BytesIO(content), itertools.cycle((1_000, OVERLAP + 1, 300_000, 7))
    read_to = 0
    for piece in pieces(stream.read(4_000_000), lambda _: stream.read(next(sizes))):
        first = int(piece.data[: piece.data.index(b"\n")])
        start = content.index(b"\n%d\n" % first) + 1 if first else 0
        assert first == piece.lines_before
        assert content.startswith(piece.data, start)
        assert start <= read_to
        read_to = start + len(piece.data)
    assert read_to == len(content)


def test_keys_are_found_at_their_lines_wherever_pieces_end(tmp_path: Path) -> None:
    lines = [TEXT] * (2 * LARGE)
    for number, at in enumerate((5, LARGE - 1, LARGE, LARGE + 1, 2 * LARGE - 1)):
        lines[at] = key_line(number)
    content = b"".join(lines)
    (tmp_path / "a.zip").write_bytes(zipped(content))
    (tmp_path / "a.tgz").write_bytes(gzip.compress(tarred(content)))
    for name in ("a.zip", "a.tgz"):
        result = scan_json("scan", name, "--show-secrets", cwd=tmp_path)
        found = {
            each["credential"]["secret"][-4:]: each["line"] for each in result.json["findings"]
        }
        assert found == numbered(content), name


def test_a_key_in_a_line_longer_than_an_overlap(tmp_path: Path) -> None:
    filler = bytes(random.Random(1).choices(b"abc, ", k=100_000)) * 100
    content = filler[: PIECE - 20] + key_line("long") + filler[: 3 * OVERLAP]
    (tmp_path / "a.zip").write_bytes(zipped(content))
    assert scan_json("scan", "a.zip", cwd=tmp_path).found == {("production-key", "a.zip")}


def noisy_zip(path: Path) -> None:
    """A member that is noise, one that is large, and one with a key."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("noise", random.Random(1).randbytes(MEGABYTE))
        archive.writestr("large.txt", TEXT * (48 * MEGABYTE // len(TEXT)))
        archive.writestr("key.txt", key_line("last"))


def noisy_gzip(path: Path) -> None:
    """Large though it is packed, and the same megabyte again and again."""
    megabyte = base64.b64encode(random.Random(1).randbytes(MEGABYTE * 3 // 4))
    with gzip.open(path, "wb", 1) as file:
        for _ in range(48):
            file.write(megabyte)
        file.write(b"\n" + key_line("last"))


def large_tar(path: Path) -> None:
    """In gzip, and much larger than a piece."""
    content = TEXT * (96 * MEGABYTE // len(TEXT)) + key_line("last")
    path.write_bytes(gzip.compress(tarred(content), 1))


def wide_text(path: Path) -> None:
    """No archive: one stretch of letters of two bytes each."""
    lines = TEXT * (3 * MEGABYTE // len(TEXT)) + key_line("last")
    path.write_bytes(lines.decode().encode("utf-16"))


@pytest.mark.parametrize("make", [noisy_zip, noisy_gzip, large_tar, wide_text])
def test_memory_is_that_of_a_piece(make: Callable[[Path], None], tmp_path: Path) -> None:
    """Linux counts in KiB, macOS in bytes."""
    make(tmp_path / "archive")
    run = subprocess.run(
        [sys.executable, "-c", PEAK, sys.executable, "-m", "keyguard", "scan", "archive"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    code, peak = map(int, run.stderr.split())
    assert code == 1
    assert peak * (1 if sys.platform == "darwin" else 1024) < 150 * MEGABYTE
