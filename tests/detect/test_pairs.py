"""Every way in which a name and its value are two members is needed, and finds what it is for."""

from __future__ import annotations

import re

import pytest

from keyguard.detect.webhook.naming.names import find_names
from keyguard.detect.webhook.values import pairs

ROWS = [(number, example) for number, pair in enumerate(pairs.PAIRS) for example in pair.examples]


@pytest.mark.parametrize(("row", "example"), ROWS)
def test_every_example_is_matched_by_its_own_row_alone(
    row: int, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = re.sub("[«»]", "", example)
    value = example[example.index("«") + 1 : example.index("»")]
    (named, *_) = find_names(text)
    monkeypatch.setattr(pairs, "PAIRS", pairs.PAIRS[row : row + 1])
    assert pairs.paired(text, named) == (value, example.index("«"))
    monkeypatch.undo()
    monkeypatch.setattr(pairs, "PAIRS", pairs.PAIRS[:row] + pairs.PAIRS[row + 1 :])
    assert pairs.paired(text, named) is None


def test_every_row_has_an_example() -> None:
    assert all(pair.examples for pair in pairs.PAIRS)
