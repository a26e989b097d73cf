"""Texts that are asked about together are answered as each by itself."""

from __future__ import annotations

import base64
import gzip
import random
from itertools import accumulate

import pytest

from keyguard.model import CustomRule
from keyguard.model.name_pattern import NamePattern
from keyguard.model.prefilter import APART, BatchPrefilter, Prefilter
from keyguard.prefilter.keywords import Keywords, WidenedPrefilter
from keyguard.prefilter.select import CluePrefilter, FastPrefilter, HistoryPrefilter
from keyguard.settings import KeyFormat
from keyguard.sources.git_objects import NamesPrefilter
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


@pytest.mark.parametrize("prefilter", [CluePrefilter, FastPrefilter, HistoryPrefilter])
def test_runs_are_answered_alike_before_and_after_their_text_was_looked_through(
    prefilter: type[CluePrefilter],
) -> None:
    texts = [base64.b64encode(text) for text in (*PLAIN, *MISSES)]
    texts += [base64.b64encode(text) for text in texts] + [text.hex().encode() for text in PLAIN]
    search = prefilter(KeyFormat())
    before = search.which_are_encoded(texts)
    search.ends(b" ".join(texts))
    assert search.which_are_encoded(texts) == before == list(map(search.is_encoded, texts))
    assert any(before)
    assert not all(before)


BATCH_PREFILTERS: dict[str, BatchPrefilter] = {
    "portable": CluePrefilter(KeyFormat()),
    "hyperscan": FastPrefilter(KeyFormat()),
    "of histories": HistoryPrefilter(KeyFormat()),
    "with a keyword": WidenedPrefilter(CluePrefilter(KeyFormat()), WORD),
    "with a name": NamesPrefilter(FastPrefilter(KeyFormat()), NamePattern(rb"\.jks|s")),
}
PARTS = [
    part for hit in HITS for at in (1, len(hit) // 2, len(hit) - 1) for part in (hit[:at], hit[at:])
]
"""Side by side they make a credential, but each is the end of its own text."""
NAMES = [b"100644 store.jks\0" + bytes(20), b"100644 s\0", b"store.jks"]


def neighbours(generator: random.Random) -> list[bytes]:
    """Texts of which many hold a part of what is in another, some of them right behind it."""
    texts = generator.choices(MISSES + NAMES, k=60) + generator.choices(HITS, k=3)
    texts += [base64.b64encode(generator.choice(HITS)), generator.choice(HITS).hex().encode()]
    generator.shuffle(texts)
    for _ in range(12):
        at, part = generator.randrange(len(texts)), 2 * generator.randrange(len(PARTS) // 2)
        texts[at:at] = PARTS[part : part + 2]
    return texts


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", BATCH_PREFILTERS)
def test_joined_texts_are_answered_as_each_by_itself(name: str, seed: int) -> None:
    prefilter = BATCH_PREFILTERS[name]
    texts = neighbours(random.Random(seed))
    starts = [0, *accumulate(len(text) + len(APART) for text in texts)][: len(texts)]
    found = prefilter.which_match_among(b"".join(text + APART for text in texts), starts)
    assert sorted(found) == [
        place for place, text in enumerate(texts) if prefilter.matches(text + APART)
    ]
    alone = [prefilter.matches(text) for text in texts]
    assert set(found) >= {place for place, matches in enumerate(alone) if matches}


def test_a_name_at_the_end_of_one_text_is_not_that_of_the_next() -> None:
    prefilter = BATCH_PREFILTERS["hyperscan"]
    halves = [b"webhook_", b"secret = 1", b"sk_", body(1, 32).encode(), b""]
    starts = [0, *accumulate(len(text) + len(APART) for text in halves)][: len(halves)]
    assert not list(prefilter.which_match_among(b"".join(text + APART for text in halves), starts))


def test_the_texts_are_hits_and_misses() -> None:
    prefilter = CluePrefilter(KeyFormat())
    assert all(map(prefilter.matches, HITS))
    assert not any(map(prefilter.matches, MISSES))
