"""Keywords of custom rules: nothing that holds one is ever passed over."""

from __future__ import annotations

import sys

import pytest

from keyguard.model import CustomRule
from keyguard.prefilter.keywords import MANY, Keywords


def keywords(*words: str) -> Keywords:
    return Keywords.of([CustomRule("a", "A", "x", keywords=words)])


MANY_WORDS = (*(f"word{number}_" for number in range(MANY)), "acme.+")


@pytest.fixture(params=["automaton", "one by one"])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Keywords:
    """More words than are looked for one by one, with and without hyperscan."""
    from keyguard.prefilter import keywords as module

    module._matcher.cache_clear()
    if request.param == "one by one":
        monkeypatch.setitem(sys.modules, "hyperscan", None)
    return keywords(*MANY_WORDS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["acme.+", "ACME.+", "an Acme.+ here", "xword3_", "\u20acword7_\u20ac"]
)
def test_hits(many: Keywords, text: str, encoding: str) -> None:
    assert many.matches(text.encode(encoding))
    assert many.span >= len("word10_".encode("utf-32-le")) - 3


@pytest.mark.parametrize(
    "data",
    [b"", b"acme", b"acmeee", b"acm\0e.+", b"word", b"word_3", "\u00e1cme.+".encode(), b"\0" * 100],
)
def test_misses(many: Keywords, data: bytes) -> None:
    assert not many.matches(data)


def test_a_rule_without_keywords_is_about_everything() -> None:
    rules = [CustomRule("a", "A", "x", keywords=("acme",)), CustomRule("b", "B", "y")]
    assert Keywords.of(rules).matches(b"")
    assert not Keywords.of([]).matches(b"acme")


def test_letters_that_bytes_do_not_know_the_case_of() -> None:
    assert keywords("\u00e4cme").matches("\u00c4CME".encode())
