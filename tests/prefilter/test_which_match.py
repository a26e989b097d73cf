"""Texts that are asked about together are answered as each by itself."""

from __future__ import annotations

import base64
import gzip
import random

import pytest

from keyguard.model import CustomRule
from keyguard.model.prefilter import Prefilter
from keyguard.prefilter.keywords import Keywords, WidenedPrefilter
from keyguard.prefilter.select import CluePrefilter, FastPrefilter
from keyguard.settings import KeyFormat
from tests.decode.encoders import backslash_x, percent_all, tarred, utf_16, zipped
from tests.samples import body, production_key, staging_key, webhook_secret

KEY = f"key = {production_key('which')}".encode()
PLAIN = [KEY, staging_key("which").encode(), f"webhook_secret: {webhook_secret()}".encode()]
ENCODINGS = (
    base64.b64encode,
    lambda data: base64.b64encode(base64.b64encode(data)),
    bytes.hex,
    percent_all,
    backslash_x,
    utf_16,
    gzip.compress,
    zipped,
    tarred,
)
HITS = PLAIN + [
    spelt.encode() if isinstance(spelt := encode(data), str) else spelt
    for data in PLAIN
    for encode in ENCODINGS
]
MISSES = [
    b"",
    b"\n",
    b"nothing of interest",
    b"pk_" * 9 + b"\n",
    b"sk_",
    KEY[:10],
    KEY[10:],
    b"webhook_",
    b"secret",
    base64.b64encode(b"nothing of interest, however long it is") * 3,
    *(body(number, 60).encode() for number in range(40)),
    *(body(number, 64, "0123456789abcdef").encode() for number in range(40)),
]
WORD = Keywords.of([CustomRule("a", "A", "x", keywords=("nothing",))])
PREFILTERS: dict[str, Prefilter] = {
    "portable": CluePrefilter(KeyFormat()),
    "hyperscan": FastPrefilter(KeyFormat()),
    "with a keyword": WidenedPrefilter(CluePrefilter(KeyFormat()), WORD),
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", PREFILTERS)
def test_each_is_answered_as_by_itself(name: str, seed: int) -> None:
    prefilter = PREFILTERS[name]
    generator = random.Random(seed)
    few_hits = generator.choices(HITS, k=seed)
    texts = few_hits + generator.choices(MISSES, k=200)
    generator.shuffle(texts)
    assert prefilter.which_match(texts) == [prefilter.matches(text) for text in texts]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["portable", "hyperscan"])
def test_whether_each_is_encoded_is_answered_as_by_itself(name: str, seed: int) -> None:
    prefilter = PREFILTERS[name]
    generator = random.Random(seed)
    texts = generator.choices(HITS, k=seed) + generator.choices(MISSES, k=200)
    generator.shuffle(texts)
    assert prefilter.which_are_encoded(texts) == [prefilter.is_encoded(text) for text in texts]


def test_the_texts_are_hits_and_misses() -> None:
    prefilter = CluePrefilter(KeyFormat())
    assert all(map(prefilter.matches, HITS))
    assert not any(map(prefilter.matches, MISSES))
