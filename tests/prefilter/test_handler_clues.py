"""Files that may hold a handler: the same ones whether hyperscan is loaded or not."""

from __future__ import annotations

import pytest

from keyguard.prefilter import handler_clues, select
from keyguard.prefilter.handler_clues import may_hold_handler
from keyguard.prefilter.select import CompiledMatchers, FastPrefilter
from keyguard.settings import KeyFormat

HOLDS = [
    b"https://gateway.connexease.com",
    b"CONNEXEASE_KEY",
    b'"wamid.HBg"',
    b"app.post('/webhook', check); req.headers.authorization",
    b"class WebHook: HTTP_AUTHORIZATION",
    b"WEBHOOK_URL bearerToken",
    b"on-hook x-secret",
    b"my_hook X-Secret",
    b"a/hook Authorization",
]
HOLDS_NONE = [
    b"",
    b"import os",
    b"useHook(authorization)",
    b"hook authorization",
    b"/webhook without the other word",
    b"Authorization without the other word",
    b"connexEase",
]


@pytest.fixture(params=[False, True], ids=["portable", "hyperscan"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    matchers = CompiledMatchers()
    monkeypatch.setattr(select, "COMPILED", matchers)
    monkeypatch.setattr(handler_clues, "COMPILED", matchers)
    if request.param:
        pytest.importorskip("hyperscan")
        select._hyperscan.cache_clear()
        FastPrefilter(KeyFormat()).matches(b"")
        assert matchers.is_loaded


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(
    ("text", "holds"), [*((text, True) for text in HOLDS), *((text, False) for text in HOLDS_NONE)]
)
def test_a_file_is_worth_a_look_by_its_words(text: bytes, holds: bool) -> None:
    assert may_hold_handler(text) is holds
    assert may_hold_handler(b"\0\xff" * 50 + text + b"\n" * 50) is holds


def test_a_header_of_the_settings_counts_too() -> None:
    assert may_hold_handler(b"webhook x_my_token", ("X-My-Token",))
    assert not may_hold_handler(b"webhook x_my_other", ("X-My-Token",))
