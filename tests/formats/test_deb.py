"""Debian packages: each member is unpacked once, and what is around them is looked at."""

from __future__ import annotations

import pytest

from keyguard import decode
from keyguard.model import Blob, Problem
from keyguard.settings import Limits
from tests.decode.encoders import debian, zipped
from tests.decode.test_bounds import EVERYTHING, LINE

DEB = debian(b"x" * 9_000 + LINE)
HEADER = b"%-16s%-12d%-6d%-6d%-8s%-10d`\n"


def packed(data: bytes) -> tuple[int, list[str]]:
    """How often the line is in what comes out, and what is told."""
    out = list(decode.packed(Blob("id", data), EVERYTHING, Limits()))
    told = [each.message for each in out if isinstance(each, Problem)]
    return sum(LINE in each.said for each in out if not isinstance(each, Problem)), told


def test_a_member_is_unpacked_once() -> None:
    assert packed(DEB) == (1, [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("zip", debian(b"x") + zipped(LINE)),
        ("text", debian(b"x") + LINE * 9),
        ("odd header", debian(b"x") + HEADER % (b"a", 0, 0, 0, LINE[:8], len(LINE)) + LINE),
        ("cut off", debian(b"x") + HEADER % (b"a", 0, 0, 0, b"100644", 9_000) + LINE),
    ],
)
def test_what_is_behind_a_package_is_looked_at(name: str, data: bytes) -> None:
    count, told = packed(data)
    assert count == 1
    assert all("damaged" in each for each in told)
    assert bool(told) == (name != "odd header")
