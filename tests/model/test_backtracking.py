"""No expression has so many ways to match a text that a hostile one keeps it for ever."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from keyguard.detect.webhook.forms.assignment_forms import FORMS
from keyguard.detect.webhook.values import nearby
from tests.model.lazy_patterns import every_lazy_pattern
from tests.model.pumped import pumped

SECONDS = 1
"""Of processor time. It takes microseconds, or longer than anybody waits."""
DRAWS = 8


class _EndlessError(Exception):
    pass


@pytest.fixture
def limited() -> Iterator[None]:
    """Ends what takes ``SECONDS`` from the last call of ``ends_soon`` on."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _EndlessError

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def ends_soon(search: Any, text: str | bytes) -> bool:
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        search(text)
    except _EndlessError:
        return False
    return True


def all_expressions() -> list[tuple[str | bytes, int]]:
    forms = [(each.behind, 0) for each in FORMS] + [(each.before, 0) for each in FORMS]
    lazy = [each.__reduce__()[1] for each in every_lazy_pattern()]
    return sorted({*forms, *lazy}, key=repr)


@pytest.mark.parametrize("whole", [False, True], ids=["search", "fullmatch"])
def test_every_expression_comes_to_an_end(limited: None, whole: bool) -> None:
    endless = []
    for expression, flags in all_expressions():
        compiled = re.compile(expression, flags)
        ask = compiled.fullmatch if whole else compiled.search
        if not all(ends_soon(ask, text) for text in pumped(expression, flags, DRAWS)):
            endless.append(expression)
    assert endless == [nearby.BETWEEN.pattern] * whole  # of that as much is taken as there is


@pytest.mark.parametrize(
    "expression",
    [
        r"x:\n(?:[ \t]{1,40}[^\n]{0,200}\n){0,40}?[ \t]{1,40}stage:",
        r"x:\n(?:[ \t]{1,20}[^\n]{0,80}\n){0,6}?[ \t]{1,20}stage:",
        r"(?:[A-Z]?[a-z]{2,15}|[A-Z]{2,15})*[0-9]{0,4}\Z",
        rb"key(?:/annex/[^\n]{0,4096}\n?){0,100}\Z",
    ],
)
def test_one_that_does_not_is_seen(limited: None, expression: str | bytes) -> None:
    search = re.compile(expression).search
    assert not all(ends_soon(search, text) for text in pumped(expression, 0, DRAWS))
