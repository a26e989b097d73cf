"""Characters in UTF-16 and UTF-32 are seen in whatever they stand."""

from __future__ import annotations

import random

import pytest

from keyguard.model.at_once import AT_ONCE
from keyguard.prefilter.wide import is_wide

WIDE = [
    b"\0a\0b\0", b"\0_\0\0%\0", b"\0Z\0\0\x009\0", b"ab\0c\0d\0\0", "\x01pk".encode("utf-16"),
    "pk_".encode("utf-32"),
]  # fmt: skip
NARROW = [
    b"", b"\0", b"\0\0\0\0a\0\0\0\0b\0\0", b"a\0b\0", b"\0a\0b", b"\0a\0-\0", b"\0aa\0b\0",
    b"\0a\0bb\0", b"a\0b\0\0\0\0c\0\0\0\0", bytes(4_000), b"pk_" * 99, b"\0\0\xe9\0\xe8\0",
]  # fmt: skip


@pytest.fixture(autouse=True, params=["by re", "at once"])
def _engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by re":
        monkeypatch.setattr(AT_ONCE, "compile", None)
    else:
        pytest.importorskip("keyguard.prefilter.hyperscan_cache")


@pytest.mark.parametrize("around", [b"", bytes(900), b"-" * 900, b"\x90\0" * 900])
def test_is_seen_in_whatever_it_stands(around: bytes) -> None:
    assert [is_wide(around + text + around) for text in WIDE] == [True] * len(WIDE)
    assert [is_wide(around + b"-" + text + b"-" + around) for text in NARROW] == [False] * len(
        NARROW
    )


def test_is_the_same_among_many_nuls_and_few() -> None:
    draw = random.Random(1)
    seen = {True: 0, False: 0}
    for _ in range(9_000):
        text = bytes(draw.choices(b"\0\0\0\0aA%\xc8", k=draw.randrange(1, 14)))
        among_few = is_wide(text + b"-" * 28)
        assert is_wide(text + b"-" + bytes(28)) == among_few, text
        seen[among_few] += 1
    assert min(seen.values()) > 500
