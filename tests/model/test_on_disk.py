"""Bytes in a file are read like those in memory, by whoever gets them, and each about once."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Iterator

import pytest

from keyguard.model.on_disk import OnDisk


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


class Counting(OnDisk):
    """Counts the bytes that are read of it."""

    read = 0

    def from_file(self, start: int, end: int) -> bytes:
        self.read += end - start
        return super().from_file(start, end)


def test_words_in_a_row_are_found_without_reading_all_of_it_for_each() -> None:
    disk = Counting([b"needle and hay " * 100_000])
    at, count = disk.find(b"needle"), 0
    while at >= 0:
        at, count = disk.find(b"needle", at + 1), count + 1
    assert (count, disk.read < 20 * len(disk)) == (100_000, True)


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
