"""Whose a key is: only a vendor with keys of this form, named for this value, has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.detect.detector import Detector
from keyguard.model import Blob, Confidence, Kind, View
from keyguard.settings import KeyFormat
from tests.samples import body, production_key, staging_key

FOLDER = Path(__file__).parent
HEX = "0123456789abcdef"
DETECTOR = Detector.for_format(KeyFormat())
KEYS = {
    "{pk}": production_key("words"),
    "{sk}": staging_key("words"),
    "{pkhex}": "pk_" + body("words", 32, HEX),
    "{skhex}": "sk_" + body("words", 32, HEX),
}


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


COMMENTED = {"# we left svix for this⏎API_KEY={sk}", "# see stripe docs: {pk}"}
BESIDE = sorted({*lines("keys_beside_vendors.txt"), *COMMENTED})


def found_in(template: str) -> list[tuple[str, str, Confidence]]:
    for slot, key in KEYS.items():
        template = template.replace(slot, key)
    text = template.replace("⏎", "\n")
    found = DETECTOR.detect(View(Blob("id", text.encode()), text))
    return [
        (each.value, each.vendor, each.confidence)
        for each in found
        if each.kind.is_key or each.kind is Kind.VENDOR_KEY
    ]


@pytest.mark.parametrize("template", BESIDE)
def test_a_vendors_word_is_no_alibi(template: str) -> None:
    (key,) = (key for slot, key in KEYS.items() if slot in template)
    ((value, vendor, confidence),) = found_in(template)
    assert (value, vendor) == (key, "connexease")
    assert confidence > Confidence.LOW


@pytest.mark.parametrize("row", lines("keys_named_for_vendors.txt"))
def test_a_key_that_is_named_as_the_vendors_is_the_vendors(row: str) -> None:
    vendor, _, template = row.partition("\t")
    owners = {value: owner for value, owner, _ in found_in(template)}
    gateway = KEYS["{pk}"] if "KEY={pk}" in template else ""
    assert owners.pop(gateway, "connexease") == "connexease"
    assert list(owners.values()) == [vendor]


def test_a_key_that_holds_a_vendors_word_hides_none_around_it() -> None:
    keys = [staging_key(number) for number in range(6)]
    keys.insert(3, "sk_" + body("holds", 20) + "sVIX" + body("word", 8))
    found = found_in("".join(f"KEY_{number}={key}\n" for number, key in enumerate(keys)))
    assert found == [(key, "connexease", Confidence.MEDIUM) for key in keys]
