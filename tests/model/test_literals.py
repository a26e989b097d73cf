"""Literals are found alike, one by one and all at once."""

from __future__ import annotations

import random

import pytest

from keyguard.formats.recognise import _ANYWHERE
from keyguard.model.at_once import AT_ONCE
from keyguard.model.literals import Literals


@pytest.fixture(params=["one by one", "at once"])
def literals(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Literals:
    """What formats have in any place, looked for in both ways."""
    if request.param == "one by one":
        monkeypatch.setattr(AT_ONCE, "compile", None)
    else:
        pytest.importorskip("keyguard.prefilter.hyperscan_cache")
    return Literals(_ANYWHERE)


def test_each_is_found_wherever_it_is(literals: Literals) -> None:
    rest = random.Random(1).randbytes(5_000)
    assert not literals.any_in(rest)
    for each in _ANYWHERE:
        for at in (0, 2_500, len(rest)):
            assert literals.any_in(rest[:at] + each + rest[at:]), each
            assert not literals.any_in(rest[:at] + each[:-1] + b"\xff" + rest[at:]), each
