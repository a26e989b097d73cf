"""Who looks for clues with what, and what one prefilter has compiled for the others."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from keyguard.prefilter import select
from keyguard.prefilter.ends import Ends
from keyguard.prefilter.select import (
    MANY_FILES,
    CluePrefilter,
    CompiledMatchers,
    FastPrefilter,
    HistoryPrefilter,
    prefilter_for,
)
from keyguard.settings import KeyFormat
from tests.samples import production_key, webhook_secret

FORMAT = KeyFormat()
TEXTS = [
    b"",
    b"nothing of interest",
    f"KEY={production_key()}".encode(),
    f"webhook_secret = '{webhook_secret()}'".encode(),
    base64.b64encode(f"the key is {production_key()}, keep it".encode()),
    b"0123456789abcdef" * 40,
]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[CompiledMatchers]:
    """As in a process that has compiled nothing."""
    pytest.importorskip("hyperscan")
    empty = CompiledMatchers()
    monkeypatch.setattr(select, "COMPILED", empty)
    select._hyperscan.cache_clear()
    yield empty
    select._hyperscan.cache_clear()


def test_nothing_is_compiled_for_a_few_files(compiled: CompiledMatchers) -> None:
    prefilter = prefilter_for(FORMAT, MANY_FILES - 1)
    assert [prefilter.matches(text) for text in TEXTS] == [False, False, True, True, True, False]
    assert compiled.get(FORMAT, thorough=True) is compiled.get(FORMAT, thorough=False) is None


def test_what_is_compiled_for_many_files_serves_all(
    compiled: CompiledMatchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefilter_for(FORMAT, MANY_FILES).matches(b"")
    matcher = compiled.get(FORMAT, thorough=True)
    assert matcher is not None
    assert compiled.get(FORMAT, thorough=False) is None
    asked = []

    def noting(data: bytes) -> Ends:
        asked.append(data)
        return Ends([], [], [])

    monkeypatch.setattr(matcher, "ends", noting)
    CluePrefilter(FORMAT).ends(b"x")
    CluePrefilter(KeyFormat(length=40)).ends(b"y")
    assert asked == [b"x"]


def test_what_is_compiled_for_histories_rules_out_what_is_encoded_and_no_more(
    compiled: CompiledMatchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    HistoryPrefilter(FORMAT).matches(b"")
    matcher = compiled.get(FORMAT, thorough=False)
    assert matcher is not None
    assert compiled.get(FORMAT, thorough=True) is None
    monkeypatch.setattr(matcher, "matches", None)
    monkeypatch.setattr(matcher, "ends", None)
    asked = []

    def noting(data: bytes) -> bool:
        asked.append(data)
        return False

    monkeypatch.setattr(matcher, "is_encoded", noting)
    prefilter = CluePrefilter(FORMAT)
    assert prefilter.matches(TEXTS[2])
    assert not prefilter.is_encoded(TEXTS[1])
    assert prefilter.is_encoded(TEXTS[4]), "it holds a run of digits"
    assert asked == [TEXTS[1]]


def test_answers_are_alike_whatever_was_compiled(compiled: CompiledMatchers) -> None:
    def answers() -> list[object]:
        prefilter = CluePrefilter(FORMAT)
        return [
            answer
            for text in TEXTS
            for answer in (
                prefilter.matches(text),
                prefilter.is_encoded(text),
                [sorted(column) for column in (prefilter.ends(text) or [[]])[:3]],
            )
        ]

    before = answers()
    HistoryPrefilter(FORMAT).matches(b"")
    after_history = answers()
    FastPrefilter(FORMAT).matches(b"")
    assert before == after_history == answers()
