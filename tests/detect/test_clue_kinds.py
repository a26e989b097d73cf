"""No part of detection finds anything in a text without one of the clues that it says it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from keyguard.detect.gateway.authorization_header import HEADER_CLUES, find_malformed_headers
from keyguard.detect.gateway.host_call import HOST_CALL_CLUES, find_host_calls
from keyguard.detect.keys.gateway_key import (
    KEY_CLUES,
    VARIABLE_CLUES,
    compile_key,
    find_key_variables,
    find_keys,
)
from keyguard.detect.vendors.find import VENDOR_CLUES, find_vendor_keys
from keyguard.detect.webhook.calls import SENT_CLUES, secrets_sent
from keyguard.detect.webhook.candidates import COMPARED_CLUES, candidates_in, may_be_set_elsewhere
from keyguard.detect.webhook.comparison.bearer_headers import EXPRESSION_CLUES
from keyguard.detect.webhook.comparison.compared import compared_secrets
from keyguard.detect.webhook.comparison.header_tokens import TOKEN_CLUES
from keyguard.detect.webhook.find import secrets_among
from keyguard.detect.webhook.naming.names import NAME_CLUES
from keyguard.detect.webhook.naming.other_names import OTHER_NAME_CLUES
from keyguard.detect.webhook.naming.unnamed import UNNAMED_CLUES
from keyguard.model import Blob, View
from keyguard.prefilter.clue_kinds import ANY_CLUE, ClueKinds
from keyguard.prefilter.select import FastPrefilter
from keyguard.settings import KeyFormat
from tests.detect import test_gateway_key as keys
from tests.detect import test_languages as languages
from tests.detect import test_webhook_secret as secrets
from tests.rules import test_other_vendors as vendors
from tests.rules import test_rules as rules

FORMAT = KeyFormat()
PREFILTER = FastPrefilter(FORMAT)


def named(clues: ClueKinds) -> Callable[[View], Iterable[object]]:
    return lambda view: secrets_among(view, candidates_in(view, clues))


def compared(view: View, clues: ClueKinds) -> Iterable[object]:
    return [*compared_secrets(view, clues), may_be_set_elsewhere(view, clues)]


PARTS: dict[str, tuple[ClueKinds, Callable[[View], Iterable[object]]]] = {
    "keys": (KEY_CLUES, lambda view: find_keys(view, compile_key(FORMAT))),
    "variables": (VARIABLE_CLUES, find_key_variables),
    "vendors": (VENDOR_CLUES, lambda view: find_vendor_keys(view, ())),
    "host calls": (HOST_CALL_CLUES, find_host_calls),
    "headers": (HEADER_CLUES, lambda view: find_malformed_headers(view, ())),
    "names": (NAME_CLUES, named(NAME_CLUES)),
    "other names": (OTHER_NAME_CLUES, named(OTHER_NAME_CLUES)),
    "unnamed": (UNNAMED_CLUES, named(UNNAMED_CLUES)),
    "headers compared": (
        EXPRESSION_CLUES,
        lambda view: compared(view, EXPRESSION_CLUES - TOKEN_CLUES),
    ),
    "tokens compared": (TOKEN_CLUES, lambda view: compared(view, TOKEN_CLUES - EXPRESSION_CLUES)),
    "sent": (SENT_CLUES, lambda view: secrets_sent(view.text)),
}
TEXTS = [
    *(row[-1] for row in secrets.HITS),
    *(case.text for case in languages.HITS),
    *(keys.fill(line.partition("\t")[2]) for line in keys.lines("keys_found.txt")),
    *(vendors.fill(row["text"], "screener") for row in vendors.HITS),
    *(rules.fill(case["text"]) for case in rules.CASES if case["rules"]),
]


def view_of(text: str) -> View:
    return View(Blob("id", text.encode()), text)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_finds_nothing_without_its_clues(part: str) -> None:
    clues, find = PARTS[part]
    found = [text for text in TEXTS if any(find(view_of(text)))]
    assert found
    for text in found:
        assert not clues.isdisjoint(PREFILTER.clue_kinds(text.encode())), text


def test_every_kind_of_comparison_is_asked_for() -> None:
    assert COMPARED_CLUES == EXPRESSION_CLUES | TOKEN_CLUES


def test_every_kind_of_clue_starts_a_part() -> None:
    assert frozenset[object]().union(*(clues for clues, _ in PARTS.values())) == ANY_CLUE
