"""Object databases for tests: real ones, written by git, and packs with every oddity, by hand."""

from __future__ import annotations

import hashlib
import random
import struct
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from keyguard.gitformat.types import GitObject
from tests.tools import Repository

COMMIT, TREE, BLOB, TAG, OFS_DELTA, REF_DELTA = 1, 2, 3, 4, 6, 7


def write_history(repository: Repository, commits: int = 60, seed: int = 0) -> None:
    """Files that change a little from commit to commit, a tag, and an empty blob."""
    chance = random.Random(seed)
    files = [
        [f"line {number} of {name}: {chance.random()}" for number in range(length)]
        for name, length in enumerate((3, 40, 400, 1200))
    ]
    stream = [b"blob\nmark :1\ndata 0\n\n"]
    for commit in range(commits):
        stream.append(
            b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\n" % (1 + commit)
            + _data(b"change %d" % commit)
        )
        for name, lines in enumerate(files):
            lines[chance.randrange(len(lines))] = chance.choice(
                [f"changed in {commit} to {chance.random()}", "sec" + "ret", "", "sec", "ret"]
            )
            stream.append(
                b"M 100644 inline folder/file%d\n" % name + _data("".join(lines).encode())
            )
        stream.append(b"M 100644 :1 empty\n")
    stream.append(b"tag v1\nfrom refs/heads/main\ntagger A <a@example.org> 9 +0000\n")
    stream.append(_data(b"a tag"))
    repository.git("fast-import", "--quiet", "--force", stdin=b"".join(stream))


def all_objects(repository: Repository) -> dict[str, GitObject]:
    """What git itself reads: the oracle."""
    finished = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"],
        cwd=repository.path,
        capture_output=True,
        check=True,
    )
    return {found.id: found for found in _parse(finished.stdout)}


def objects_folder(repository: Repository) -> Path:
    """Where a repository with a work tree keeps its objects."""
    return repository.path / ".git" / "objects"


@dataclass(frozen=True)
class Entry:
    """An entry of a pack written by hand. ``base`` is the number of an earlier entry, or an id."""

    id: str
    kind: int
    stored: bytes
    base: int | str | None = None


def blob_id(content: bytes) -> str:
    """What git calls this blob."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def whole(content: bytes) -> Entry:
    """A blob that is stored as it is."""
    return Entry(blob_id(content), BLOB, content)


def write_pack(
    folder: Path, entries: Sequence[Entry], name: str = "pack-made", gap: int = 0
) -> Path:
    """A pack and its index in an object folder; ``gap`` bytes of nothing follow the first entry."""
    (folder / "pack").mkdir(parents=True, exist_ok=True)
    path = folder / "pack" / f"{name}.pack"
    offsets: list[int] = []
    with path.open("wb") as file:
        file.write(struct.pack(">4sII", b"PACK", 2, len(entries)))
        for entry in entries:
            offsets.append(file.tell())
            file.write(_entry_header(entry, offsets) + zlib.compress(entry.stored))
            if len(offsets) == 1 and gap:
                file.seek(gap, 1)
        file.write(bytes(20))
    rows = sorted(
        (bytes.fromhex(entry.id), offset) for entry, offset in zip(entries, offsets, strict=True)
    )
    path.with_suffix(".idx").write_bytes(index_bytes(rows))
    return path


def index_bytes(rows: Sequence[tuple[bytes, int]]) -> bytes:
    """An index of version 2 for these ids and offsets, sorted by id."""
    fanout = [sum(id_[0] <= byte for id_, _ in rows) for byte in range(256)]
    large = [offset for _, offset in rows if offset >= 1 << 31]
    short = [1 << 31 | large.index(offset) if offset >= 1 << 31 else offset for _, offset in rows]
    return b"".join(
        [
            b"\377tOc" + struct.pack(">I256I", 2, *fanout),
            *(id_ for id_, _ in rows),
            bytes(4 * len(rows)),
            struct.pack(f">{len(short)}I", *short),
            struct.pack(f">{len(large)}Q", *large),
            bytes(40),
        ]
    )


def delta_bytes(base: bytes, instructions: Sequence[tuple[int, int] | bytes]) -> bytes:
    """A delta: ``(offset, size)`` copies from the base, bytes are inserted."""
    parts = []
    result_size = 0
    for instruction in instructions:
        if isinstance(instruction, bytes):
            for start in range(0, len(instruction), 127):
                piece = instruction[start : start + 127]
                parts.append(bytes([len(piece)]) + piece)
            result_size += len(instruction)
        elif instruction[1]:
            parts.append(_copy(*instruction))
            result_size += instruction[1]
    return _varint(len(base)) + _varint(result_size) + b"".join(parts)


def _copy(offset: int, size: int) -> bytes:
    opcode, operands = 0x80, bytearray()
    numbers = offset.to_bytes(4, "little") + (size if size != 1 << 16 else 0).to_bytes(3, "little")
    for bit, byte in enumerate(numbers):
        if byte:
            opcode |= 1 << bit
            operands.append(byte)
    return bytes([opcode]) + operands


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def _entry_header(entry: Entry, offsets: Sequence[int]) -> bytes:
    size = len(entry.stored)
    first, rest = size & 15, size >> 4
    header = bytes([entry.kind << 4 | first | (128 if rest else 0)])
    header += _varint(rest) if rest else b""
    if entry.kind == REF_DELTA:
        return header + bytes.fromhex(str(entry.base))
    if entry.kind == OFS_DELTA:
        return header + _distance(offsets[-1] - offsets[int(entry.base or 0)])
    return header


def _distance(value: int) -> bytes:
    out = [value & 127]
    while value := value >> 7:
        value -= 1
        out.append(value & 127 | 128)
    return bytes(reversed(out))


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _parse(output: bytes) -> Iterator[GitObject]:
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        id_, type_, size = output[position:end].decode().split()
        start = end + 1
        yield GitObject(id_, type_, output[start : start + int(size)])
        position = start + int(size) + 1
