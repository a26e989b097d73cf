"""What trees recorded of what is looked for: the core tells what plain Python tells."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, compiled_core
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.recorded import END, RecordedRefs
from keyguard.gitrepo.provenance.tree_refs import TreeRefs, flags_of

COUNT = 20
NUMBERS = st.integers(0, COUNT - 1)
TREES = st.lists(st.tuples(NUMBERS, st.lists(NUMBERS | st.just(MISSING), max_size=6)), max_size=12)


def recorded(trees: list[tuple[int, list[int]]]) -> TreeRefs:
    refs = RecordedRefs()
    for tree, named in trees:
        refs.trees.append(tree)
        refs.named.extend([*named, END])
    return TreeRefs.of(refs)


@given(TREES, st.sets(NUMBERS))
def test_each_tree_is_told_with_what_is_flagged_of_it(
    trees: list[tuple[int, list[int]]], flagged: set[int]
) -> None:
    flags = bytes(flags_of(flagged, COUNT))
    expected = [(tree, [each for each in named if each in flagged]) for tree, named in trees]
    with pytest.MonkeyPatch.context() as patch:
        for core in (PYTHON, ""):
            patch.setenv(SWITCH, core)
            told = [(tree, list(named)) for tree, named in recorded(trees).flagged(flags).each()]
            assert told == [(tree, named) for tree, named in expected if named]


@pytest.mark.skipif(compiled_core() is None, reason="the core was not built")
@given(
    st.lists(st.integers(-(2**31), 2**31 - 1) | NUMBERS | st.just(END)),
    st.lists(NUMBERS),
    st.binary(max_size=COUNT),
    st.binary(max_size=3),
)
def test_columns_that_do_not_fit_are_read_within_bounds(
    named: list[int], trees: list[int], flags: bytes, rest: bytes
) -> None:
    core = compiled_core()
    assert core is not None
    columns = array("i", named).tobytes() + rest, array("i", trees).tobytes() + rest
    found, of_trees = (array("i", each) for each in core.flagged_refs(*columns, flags, END))
    assert found.count(END) == len(of_trees) <= len(trees)
    assert all(flags[number] for number in found if number != END)
