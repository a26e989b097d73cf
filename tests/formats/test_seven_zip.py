"""7z archives: the ways in which they pack, and what of one is not read."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from keyguard.formats.archive import Archive, Item, Member, Missing, Rest
from keyguard.formats.budget import Budget
from keyguard.formats.opening import members
from keyguard.formats.pieces import PIECE
from keyguard.formats.recognise import recognise
from keyguard.settings import Limits
from tests.formats.seven_zip import (
    ENCRYPTED,
    METHODS,
    folder,
    number,
    packed,
    seven_zip,
    streams,
    with_header,
)
from tests.samples import production_key
from tests.tools import scan_json

KEY = f"key = '{production_key('7z')}'\n".encode()
CODE = random.Random(7).randbytes(70_000) + b"\xe8\0\1\0\0" * 9_000
FILES = {"a/code.bin": CODE, "a/nothing": b"", "b/key.txt": KEY}


def opened(data: bytes, limits: Limits | None = None) -> list[Item]:
    archive = recognise(data)
    assert isinstance(archive, Archive)
    return list(members(archive, Budget(limits or Limits(), len(data))))


def told(items: list[Item]) -> list[str]:
    return [each.sentence for each in items if isinstance(each, Missing)]


@pytest.mark.parametrize("packs_header", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_undone(method: str, packs_header: bool) -> None:
    items = opened(seven_zip(FILES, method, packs_header))
    files = {each.path.decode(): each.data for each in items if isinstance(each, Member)}
    assert files == {name: content for name, content in FILES.items() if content}
    assert told(items) == []


def test_names_and_what_is_between_are_looked_at(tmp_path: Path) -> None:
    name = f"{production_key('name')}.txt"
    (tmp_path / "name.7z").write_bytes(seven_zip({name: b"x", "y": b""}, packs_header=True))
    behind = seven_zip({"a": b"x"}) + KEY
    (tmp_path / "behind.7z").write_bytes(behind)
    (tmp_path / "within.exe").write_bytes(b"MZ" + bytes(900) + seven_zip({"a.txt": KEY}) + b"\0x")
    found = scan_json("scan", cwd=tmp_path).json["findings"]
    assert {each["path"]: each["via"] for each in found} == {
        "name.7z": [],
        "behind.7z": [],
        "within.exe": ["7z:a.txt"],
    }


def test_what_no_file_is_made_of_is_looked_at() -> None:
    body, coders = packed(KEY, "lzma2")
    nobody = streams(0, len(body), folder(coders), [len(KEY)], [])
    items = opened(with_header(body, b"\1\4" + nobody + b"\0"))
    assert [each.data for each in items if isinstance(each, Member)] == [KEY]


@pytest.mark.parametrize("method", METHODS)
def test_what_is_behind_packed_content_is_looked_at(method: str) -> None:
    content = b"nothing"
    body, coders = packed(content, method)
    sizes = [len(content)] * len(coders)
    longer = streams(0, len(body) + len(KEY), folder(coders), sizes, [content])
    items = opened(with_header(body + KEY, b"\1\4" + longer + b"\0"))
    assert any(KEY in each.data for each in items if isinstance(each, Rest))


@pytest.mark.parametrize("before", range(5, 60, 9))
def test_what_is_behind_an_archive_is_not_cut_in_two(before: int) -> None:
    archive = seven_zip({"a": b"nothing"}, "copy")
    behind = len(archive) - 32 - len(b"nothing")
    items = opened(archive + b"\n" * (PIECE - behind - before) + KEY + b"\n")
    assert any(KEY in each.data for each in items if isinstance(each, Rest))


LZMA = b"\3\1\1"
SHORT = seven_zip({"a": KEY, "b": KEY})
NOT_READ = {
    "is encrypted": seven_zip(FILES, coders=[ENCRYPTED]),
    "goes on behind its end": with_header(KEY, b"\1\0\4"),
    "its header goes on behind its end": with_header(KEY, b"\x17\0\6"),
    "is packed by method 030401": seven_zip(FILES, coders=[(b"\3\4\1", bytes(5))]),
    "takes too much memory": seven_zip(
        {"a": bytes(33 << 20)}, coders=[(LZMA, b"\x5d" + struct.pack("<I", 1 << 31))] * 8
    ),
    "its properties are none of LZMA": seven_zip(FILES, coders=[(LZMA, b"\xff")]),
    "packed in more than a few ways": seven_zip(FILES, coders=[(b"\0", b"")] * 9),
    "its checksum is wrong": seven_zip(FILES, "copy").replace(KEY, KEY.upper()),
    "the checksum of its first header": SHORT[:9] + b"x" + SHORT[10:],
    "the checksum of its header": SHORT[:-1] + b"x",
    "its header is cut off": with_header(b"", b"\1\5"),
    "more than the bounds": with_header(b"", b"\1\5" + number(1 << 40) + bytes(9)),
    "of another kind": with_header(b"", b"\1\x63"),
}


@pytest.mark.parametrize("sentence", NOT_READ)
def test_what_is_not_read_is_told(sentence: str) -> None:
    sentences = told(opened(NOT_READ[sentence]))
    assert sentences
    assert all(sentence in each for each in sentences)


@pytest.mark.parametrize("method", METHODS)
def test_bombs_are_bounded(method: str) -> None:
    limits = Limits(bytes=1 << 20, spare=1 << 16, ratio=20)
    items = opened(seven_zip({"a": bytes(8 << 20), "b": bytes(8 << 20)}, method), limits)
    size = sum(len(each.data) for each in items if isinstance(each, Member))
    assert size <= 1 << 20
    assert any("bounds on archives" in each for each in told(items))


@pytest.mark.parametrize("packs_header", [False, True])
def test_whatever_is_damaged_nothing_is_raised(packs_header: bool) -> None:
    sound = seven_zip({"a": KEY * 9, "b": b"", "c": KEY}, "x86", packs_header)
    draw = random.Random(3)
    for _ in range(600):
        data = bytearray(sound)
        for _ in range(draw.randrange(1, 4)):
            data[draw.randrange(32, len(data))] = draw.choice(
                (0, 1, 0x7F, 0xFF, draw.randrange(256))
            )
        header = bytes(data[32 + struct.unpack("<Q", data[12:20])[0] :])
        data = bytearray(with_header(bytes(data[32 : len(data) - len(header)]), header))
        items = opened(
            bytes(data[: draw.choice((len(data), len(data), draw.randrange(40, len(data))))])
        )
        assert all(isinstance(each, (Member, Missing, Rest)) for each in items)
