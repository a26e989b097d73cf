"""Deltas: what they make, and that an excerpt hides no match."""

import re

import pytest
from dulwich.pack import apply_delta as apply_with_dulwich
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitformat import compiled_delta, delta
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo import deltas
from tests.gitrepo.repositories import delta_bytes

PATTERN = re.compile(rb"ab[ab]{3}c|cc[ac]b|b{6}")
SPAN = 6

few_letters = st.lists(st.sampled_from(b"abc"), max_size=120).map(bytes)


@st.composite
def edits(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A base, and a delta for it, both made of few letters so that matches are common."""
    base = draw(few_letters)
    copies = st.integers(0, len(base)).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(0, len(base) - start))
    )
    instructions = draw(st.lists(st.one_of(copies, few_letters), max_size=8))
    return base, delta_bytes(base, instructions)


@given(edits())
def test_a_match_that_the_base_lacks_is_in_the_excerpt(edit: tuple[bytes, bytes]) -> None:
    base, instructions = edit
    result = compiled_delta.apply_delta(base, instructions)
    new = {match[0] for match in PATTERN.finditer(result)} - {
        match[0] for match in PATTERN.finditer(base)
    }
    excerpt, size = delta.excerpt(base, instructions, SPAN - 1)
    assert size == len(result)
    assert len(excerpt) <= len(result)
    assert all(part in result for part in excerpt.split(delta.CUT))
    if PATTERN.search(result) and not PATTERN.search(base):
        assert new
        assert PATTERN.search(excerpt)


@given(edits(), st.integers(0, 3), st.integers(0, 3))
def test_what_a_change_reaches_is_in_a_zone(
    edit: tuple[bytes, bytes], before: int, after: int
) -> None:
    base, instructions = edit
    result = compiled_delta.apply_delta(base, instructions)
    around = delta.changed(base, instructions, delta.Reach(before, after))
    assert around.size == len(result)
    assert all(part in result for part in around.text.split(delta.CUT))
    seen = {
        surroundings(around.text, position, before, after)
        for start, end in around.zones
        for position in range(max(0, start), end + 1)
    }
    known = {surroundings(base, position, before, after) for position in range(len(base) + 1)}
    for position in range(len(result) + 1):
        assert surroundings(result, position, before, after) in seen | known


def surroundings(text: bytes, position: int, before: int, after: int) -> tuple[bytes, bytes]:
    """What stands in front of a position and behind it, with the ends of the text marked."""
    marked = b"<" * before + text + b">" * after
    position += before
    return marked[position - before : position], marked[position : position + after]


def test_surroundings_are_counted_in_characters() -> None:
    base = "äöü".encode() * 200 + b"-" * 400 + "€".encode() * 300
    reach = delta.Reach(7, 9)
    middle = 1_500
    instructions = delta_bytes(base, [(0, middle), b"new", (middle, len(base) - middle)])
    around = delta.changed(base, instructions, reach)
    text = around.text.decode()
    ((start, end),) = around.zones
    zone = around.text[start:end].decode("utf-8", "ignore")
    assert len(zone.partition("new")[0]) >= reach.after
    assert len(zone.partition("new")[2]) >= reach.before
    assert len(text) < 200


@given(edits())
def test_every_way_to_apply_a_delta_agrees(edit: tuple[bytes, bytes]) -> None:
    base, instructions = edit
    expected = b"".join(apply_with_dulwich(base, instructions))
    assert compiled_delta.apply_delta(base, instructions) == expected
    assert deltas.apply_delta(base, instructions) == expected
    assert delta.apply_in_python(base, instructions) == expected
    assert delta.sizes(instructions)[:2] == (len(base), len(expected))


def test_copies_of_every_width_of_offset_and_size() -> None:
    base = bytes(range(256)) * 70_000
    copies = [
        (offset, size)
        for offset in (0, 1, 0x100, 0x0201, 0x10000, 0x10203, 0x1000000)
        for size in (1, 0x100, 0x1FF, 0x10000)
    ]
    expected = b"".join(base[start : start + size] for start, size in copies)
    assert compiled_delta.apply_delta(base, delta_bytes(base, copies)) == expected
    assert deltas.apply_delta(base, delta_bytes(base, copies)) == expected
    assert delta.apply_in_python(base, delta_bytes(base, copies)) == expected


BAD = {
    "empty": b"",
    "no instructions' size": b"\x03",
    "endless number": b"\x83" * 9,
    "another base": b"\x04\x01\x01x",
    "opcode 0": b"\x03\x01\x00",
    "copy from behind the end": b"\x03\x03\x91\x01\x03",
    "copy without its operands": b"\x03\x03\x91",
    "insertion without its bytes": b"\x03\x03\x03ab",
    "less than announced": b"\x03\x09\x90\x03",
    "more than announced": b"\x03\x01\x90\x03",
    "huge": b"\x03" + b"\xff" * 8 + b"\x7f\x90\x03",
}


@pytest.mark.parametrize(
    "apply", [compiled_delta.apply_delta, delta.apply_in_python, deltas.apply_delta]
)
@pytest.mark.parametrize("damaged", BAD.values(), ids=BAD)
def test_a_damaged_delta_is_told(apply, damaged: bytes) -> None:
    with pytest.raises(CorruptObjectError):
        apply(b"abc", damaged)
