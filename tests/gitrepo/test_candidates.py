"""Which trees may lead to what is looked for: the core flags what a slow account of it does."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.recorded import END

core = compiled_core()
pytestmark = pytest.mark.skipif(core is None, reason="the core was not built")

PACKED = 9
"""Objects in two packs, of four and five; behind them three that are loose."""
COUNT = 12
NUMBERS = st.integers(0, COUNT - 1)
TREES = st.lists(st.tuples(NUMBERS, st.lists(NUMBERS | st.just(MISSING), max_size=4)), max_size=9)
PARENTS = st.tuples(*(st.integers(-1, number - 1) for number in range(5)))


def forest(parents: Sequence[int]) -> object:
    assert core is not None
    children, siblings = [-1] * len(parents), [-1] * len(parents)
    for number in reversed(range(len(parents))):
        if parents[number] >= 0:
            siblings[number] = children[parents[number]]
            children[parents[number]] = number
    columns = (array("i", each).tobytes() for each in (parents, children, siblings))
    count = len(parents)
    zeros = bytes(8 * count)
    return core.Forest(bytes(8 * count + 8), bytes(count), bytes(count), zeros, *columns, zeros)


def account(
    wanted: set[int], striking: set[int], trees: list[tuple[int, list[int]]], made: dict[int, int]
) -> set[int]:
    flagged = striking | {tree for tree, named in trees if wanted.intersection(named)}
    before: set[int] = set()
    while flagged != before:
        before = set(flagged)
        flagged |= {tree for tree, named in trees if flagged.intersection(named)}
        flagged |= {number for number, base in made.items() if base in flagged}
    return flagged | wanted


@given(
    st.sets(NUMBERS, max_size=2), st.sets(NUMBERS, max_size=2), TREES,
    PARENTS, PARENTS, st.permutations(range(4)), st.permutations(range(5)),
)  # fmt: skip
def test_what_leads_to_anything_is_flagged(
    wanted: set[int],
    striking: set[int],
    trees: list[tuple[int, list[int]]],
    of_first: Sequence[int],
    of_second: Sequence[int],
    first_rows: list[int],
    second_rows: list[int],
) -> None:
    assert core is not None
    striking -= wanted
    packs = [(0, first_rows, of_first[:4]), (4, second_rows, of_second)]
    made = {
        first + rows[entry]: first + rows[parent]
        for first, rows, parents in packs
        for entry, parent in enumerate(parents)
        if parent >= 0
    }
    # A wanted blob is a delta of no tree, and no tree is made from one.
    made = {number: base for number, base in made.items() if base not in wanted}
    flags = bytearray(COUNT + 2)
    for number in wanted:
        flags[number] = 1
    told = core.find_candidates(
        bytes(flags),
        array("i", wanted).tobytes(),
        array("i", striking).tobytes(),
        [
            (array("i", [*named, END]).tobytes(), array("i", [tree]).tobytes())
            for tree, named in trees
        ],
        [(first, array("I", rows).tobytes(), forest(parents)) for first, rows, parents in packs],
        END,
    )
    expected = account(wanted, striking, trees, made)
    assert {number for number, flag in enumerate(told) if flag} == expected


def test_a_pack_with_fewer_rows_than_entries_is_refused() -> None:
    assert core is not None
    with pytest.raises(ValueError, match="another length"):
        core.find_candidates(b"\0", b"", b"", [], [(0, b"", forest([-1]))], END)
