"""For random keys and surroundings: what is encoded is accepted by the prefilter, and found."""

from __future__ import annotations

import re
import string
import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.detect.strength.placeholder import is_placeholder_body
from keyguard.encodings.base_n_clues import short_clues
from keyguard.encodings.table import ENCODINGS
from keyguard.formats.recognise import recognise
from keyguard.model import Blob, Detection, Kind, View
from keyguard.model.entry_point import load
from keyguard.model.source_map import outermost, way
from keyguard.prefilter.base_n import LONG, LONG_RUNS
from keyguard.prefilter.clues import CLUES, SPAN, SPAN_TO_ENDING
from keyguard.prefilter.format_clues import archive_clues, archive_in_text_clues, beginning_clues
from keyguard.prefilter.portable import PortableMatcher
from keyguard.prefilter.select import FastPrefilter, HistoryPrefilter
from keyguard.settings import KeyFormat
from tests.decode.encoders import PACKED, TEXTUAL, Encoder
from tests.decode.test_bounds import EVERYTHING
from tests.samples import body

if sys.version_info >= (3, 11):
    from re import _parser as sre_parse
else:
    import sre_parse

WRAPPED = next(encoder for encoder in TEXTUAL if encoder.name == "wrapped base64")
OWN_FORMAT = KeyFormat(prefixes=(("acme-", Kind.STAGING_KEY),), length=24, alphabet="a-f0-9")
FORMATS = {"default": KeyFormat(), "own": OWN_FORMAT}
SURROUNDINGS = st.text(string.ascii_letters + string.digits + " \n.,;:=/{}<>\"'é€", max_size=60)


def detections(data: bytes, key_format: KeyFormat = FORMATS["default"]) -> list[Detection]:
    """What is found if the prefilter lets the content through; the fast one may let more."""
    detector = Detector.for_format(key_format)
    accepted = detector.prefilter.matches(data)
    assert FastPrefilter(key_format).matches(data) or not accepted
    if not accepted:
        return []
    views = list(decode.views(Blob("id", data), detector.prefilter))
    assert all(isinstance(view, View) for view in views), views
    return [each for view in views if isinstance(view, View) for each in detector.detect(view)]


@settings(max_examples=120, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    chain=st.lists(st.sampled_from(TEXTUAL), min_size=1, max_size=3),
    before=SURROUNDINGS,
    after=SURROUNDINGS,
    outside=SURROUNDINGS,
)
def test_any_combination_is_found(
    seed: int, chain: list[Encoder], before: str, after: str, outside: str
) -> None:
    key = "pk_" + body(seed)
    data = f"{before} {key} {after}".encode()
    for encoder in chain:
        data = encoder.encode(data)
    above = f"{outside}\n\n"
    found = [each for each in detections(above.encode() + data + b"\n") if each.value == key]
    assert found, [encoder.name for encoder in chain]
    view, start, end = outermost(found[0])
    assert start >= len(above)
    assert end <= len(view.text)
    steps = way(found[0])
    assert steps, steps
    assert set(steps) <= {encoder.step for encoder in chain}


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    chain=st.lists(st.sampled_from(TEXTUAL), min_size=1, max_size=2),
    before=SURROUNDINGS,
    after=SURROUNDINGS,
)
def test_histories_know_any_pair_of_encodings_with_and_without_compiled_helpers(
    seed: int, chain: list[Encoder], before: str, after: str
) -> None:
    data = f"{before} pk_{body(seed)} {after}".encode()
    for encoder in chain:
        data = encoder.encode(data)
    is_in_short_lines = encoder is WRAPPED and len(data) < LONG + len("==\n")
    assume(len(chain) == 1 or not is_in_short_lines)  # as docs/patterns.md says
    assert HistoryPrefilter(KeyFormat()).matches(data)
    assert PortableMatcher(KeyFormat(), thorough=False).matches(data)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    inner=st.sampled_from(TEXTUAL),
    chain=st.lists(st.sampled_from(PACKED), min_size=1, max_size=3),
)
def test_any_nesting_of_archives_is_found(seed: int, inner: Encoder, chain: list[Encoder]) -> None:
    key = "sk_" + body(seed)
    data = inner.encode(f"key {key}\n".encode())
    for encoder in chain:
        data = encoder.encode(data)
    steps = [way(each) for each in detections(data) if each.value == key]
    assert (*(each.step for each in reversed(chain)), inner.step) in steps


@settings(max_examples=100, deadline=None)
@example(seed=0, encoder=WRAPPED, before="0" * 25 + "\u20ac")
@given(seed=st.integers(0, 10**6), encoder=st.sampled_from(TEXTUAL), before=SURROUNDINGS)
def test_a_format_of_ones_own_is_found(seed: int, encoder: Encoder, before: str) -> None:
    random = body(seed, 24, "abcdef0123456789")
    assume(not is_placeholder_body(random))
    key = f"acme-{random}"
    data = encoder.encode(f"{before} {key}".encode())
    if encoder.step in ("escape", "html", "percent") and encoder.name != "percent all":
        return  # these escape an underscore, which this format does not have
    assert key in {each.value for each in detections(data, OWN_FORMAT)}


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=2_000), encoder=st.sampled_from((*TEXTUAL, *PACKED)))
def test_random_bytes_hold_nothing(data: bytes, encoder: Encoder) -> None:
    assume(not recognise(data))  # how an archive begins is known to whoever makes up the bytes
    assert detections(encoder.encode(data)) == []


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(PACKED), cut=st.integers(0, 400), junk=st.binary(max_size=40))
def test_damaged_archives_are_problems_and_never_errors(
    start: Encoder, cut: int, junk: bytes
) -> None:
    whole = start.encode(b"key pk_" + body(1).encode())
    data = whole[:cut] + junk + whole[cut + len(junk) :]
    list(decode.views(Blob("id", data), EVERYTHING))


@pytest.mark.parametrize("key_format", list(FORMATS.values()), ids=list(FORMATS))
def test_no_clue_is_longer_than_a_prefilter_may_ask_for(key_format: KeyFormat) -> None:
    rows = (each for each in ENCODINGS if each.clues)
    spelt = [clue.pattern for each in rows for clue in load(each.clues)(key_format)]
    for pattern in (
        *short_clues(key_format),
        *archive_clues(),
        *beginning_clues(),
        *archive_in_text_clues(),
        *LONG_RUNS,
        *spelt,
    ):
        assert sre_parse.parse(pattern.decode("latin-1")).getwidth()[1] <= SPAN, pattern
        assert re.compile(pattern).search(b"") is None


def test_no_clue_with_a_short_ending_is_longer_than_is_looked_back_for() -> None:
    clues = [each for each in CLUES if each.short_ending]
    for clue in clues:
        pattern = clue.with_short_ending.decode("latin-1")
        assert sre_parse.parse(pattern).getwidth()[1] <= SPAN_TO_ENDING, pattern
    assert clues
