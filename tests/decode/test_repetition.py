"""What repeats itself is looked through once, and everything in it is found and counted."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.model.repetition import MARGIN, without_repetition
from keyguard.prefilter.select import COMPILED, FastPrefilter
from keyguard.settings import KeyFormat
from tests.decode.encoders import zipped
from tests.samples import body, production_key, staging_key
from tests.tools import scan_json

KEY = production_key("repetition")
LINE = f"API_KEY={KEY}\n".encode()
MEGABYTE = 1 << 20
LARGE = 9 * MEGABYTE
PAGE = "".join(f"line {number} is called {body(number, 8)};\n" for number in range(400)).encode()
"""A period: 400 lines, none of which is another."""


def stretch(generator: random.Random) -> bytes:
    """Bytes that repeat themselves, or do not."""
    if generator.random() < 0.3:
        return generator.randbytes(generator.randrange(1, 5 * MARGIN))
    period = generator.randbytes(generator.choice((1, 2, 3, 77, 1_003, 20_000, 6 * MARGIN)))
    return period * (generator.randrange(1, 40 * MARGIN) // len(period) + 1)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_window_shows_is_kept_and_nothing_is_made_up(seed: int) -> None:
    generator = random.Random(seed)
    content = b"".join(stretch(generator) for _ in range(generator.randrange(1, 5)))
    left = without_repetition(content)
    assert b"\0" not in content or len(left) % 4 == len(content) % 4
    for _ in range(40):
        for here, there in ((content, left), (left, content)):
            start = generator.randrange(len(here))
            assert here[start : start + MARGIN] in there


def test_what_does_not_repeat_itself_stays_as_it_is() -> None:
    for content in (b"", b"\0" * MARGIN, random.Random(1).randbytes(MEGABYTE)):
        assert without_repetition(content) is content


@pytest.mark.parametrize("period", [b"\0", b"ab\n", PAGE, random.Random(2).randbytes(MEGABYTE)])
def test_little_of_a_bomb_is_left(period: bytes) -> None:
    left = without_repetition(period * (4 * LARGE // len(period)))
    assert len(left) <= 8 * len(period) + 8 * MARGIN


@pytest.mark.parametrize("period", [b"webhook_secret=\n", b"x" * 90 + b"pk_" + b"a1" * 16 + b"\n"])
@pytest.mark.parametrize("cut", [0, 1, 7])
def test_clues_are_where_a_look_at_all_of_it_finds_them(period: bytes, cut: int) -> None:
    content = b"a = 1\n" * cut + period * (MEGABYTE // len(period)) + period[:cut]
    content += body(cut, 5 * MARGIN).encode() + b"\nwebhook_secret = x\n"
    prefilter = FastPrefilter(KeyFormat())
    ends = prefilter.ends(content)
    matcher = COMPILED.get(KeyFormat(), thorough=True)
    assert matcher is not None
    expected = matcher.ends(content)
    assert ends is not None
    assert expected is not None
    assert [sorted(each) for each in ends[:3]] == [sorted(each) for each in expected[:3]]


PLANTED: dict[str, Callable[[int], bytes]] = {
    "zeros": bytes,
    "a page": lambda size: PAGE * (size // len(PAGE)),
    "one line": lambda size: b"abc, " * (size // 5),
}


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("at", [5 * MEGABYTE + 1, LARGE])
def test_a_key_within_repetition_is_found(name: str, at: int, tmp_path: Path) -> None:
    repeated = PLANTED[name](LARGE)
    content = repeated[:at] + b"\n" + LINE + repeated[at:]
    (tmp_path / "a.zip").write_bytes(zipped(content))
    (found,) = scan_json("scan", "a.zip", "--show-secrets", cwd=tmp_path).json["findings"]
    assert found["credential"]["secret"] == KEY


@pytest.mark.parametrize("front", [b"\0", PAGE, random.Random(3).randbytes(LARGE)])
def test_an_archive_between_what_repeats_itself_is_found(front: bytes, tmp_path: Path) -> None:
    around = front * -(-LARGE // len(front))
    (tmp_path / "a.zip").write_bytes(zipped(around + gzip.compress(LINE) + around))
    (found,) = scan_json("scan", "a.zip", cwd=tmp_path).json["findings"]
    assert found["via"][-1].startswith("gzip")


def test_every_key_of_what_repeats_itself_is_counted(tmp_path: Path) -> None:
    times = LARGE // len(PAGE)
    (tmp_path / "a.gz").write_bytes(gzip.compress((PAGE + LINE) * times))
    (found,) = scan_json("scan", "a.gz", cwd=tmp_path).json["findings"]
    assert (found["line"], found["occurrences"]) == (401, times)


def test_what_is_new_behind_repetition_is_seen_in_pieces_that_are_alike(tmp_path: Path) -> None:
    content = PAGE * (LARGE // len(PAGE))
    other = staging_key("repetition")
    (tmp_path / "a.gz").write_bytes(
        gzip.compress(content + LINE + content + f"KEY={other}\n".encode() + content)
    )
    found = scan_json("scan", "a.gz", cwd=tmp_path).found
    assert found == {("production-key", "a.gz"), ("staging-key", "a.gz")}


@pytest.mark.parametrize("zeros", [0, 1, 2, 3])
def test_characters_of_several_bytes_keep_their_places(zeros: int, tmp_path: Path) -> None:
    wide = (" " * (MEGABYTE + zeros)).encode("utf-16-le") + LINE.decode().encode("utf-16-le")
    (tmp_path / "a.zip").write_bytes(zipped(wide))
    assert scan_json("scan", "a.zip", cwd=tmp_path).found == {("production-key", "a.zip")}
