"""What trees hold of what is looked for: the core tells what their entries say."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitrepo.compiled_core import compiled_core
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.objects.trees import entries

core = compiled_core()
pytestmark = pytest.mark.skipif(core is None, reason="the core was not built")

LENGTH = 20
IDS = [bytes([65 + number]) * LENGTH for number in range(6)]
ELSEWHERE = b"z" * LENGTH
NAMES = st.sampled_from([b"a", b"lib", b"lib ", b"", b"\xff\n", b"b" * 300])
ENTRY = st.tuples(
    st.sampled_from([b"100644", b"40000", b"040000", b"x"]),
    NAMES,
    st.sampled_from([*IDS, ELSEWHERE]),
)
TREE = st.lists(ENTRY, max_size=6).map(
    lambda each: b"".join(b"%s %s\0%s" % entry for entry in each)
)
BROKEN = st.tuples(TREE, st.integers(0, 40), st.binary(max_size=30)).map(
    lambda parts: parts[0][: -parts[1] or None] + parts[2]
)


@given(st.lists(TREE | BROKEN, max_size=5), st.sets(st.integers(0, 5)), st.sets(NAMES, max_size=2))
def test_each_tree_is_told_with_what_it_holds(
    trees: list[bytes], flagged: set[int], names: set[bytes]
) -> None:
    assert core is not None
    oids = core.Oids(LENGTH, [(b"".join(IDS), 0, len(IDS), 0)])
    flags = bytes(number in flagged for number in range(len(IDS)))
    contents = core.Contents(oids, flags, sorted(names))
    starts = array("Q", [sum(map(len, trees[:each])) for each in range(len(trees))])
    numbers = array("i", range(len(trees)))
    contents.add(b"".join(trees), starts.tobytes(), numbers.tobytes())
    listed, *columns = contents.columns()
    found, held, ends = (array("i", column) for column in columns)
    told = {
        tree: sorted(listed[position] for position in held[start:end])
        for tree, start, end in zip(found, [0, *ends], ends, strict=False)
    }
    assert told == {number: said for number, tree in enumerate(trees)
                    if (said := sorted(_holds(tree, flagged, names)))}  # fmt: skip
    assert len(set(listed)) == len(listed)


def _holds(tree: bytes, flagged: set[int], names: set[bytes]) -> list[tuple[bytes, int]]:
    held = []
    for _, name, id_ in entries(tree, LENGTH):
        number = IDS.index(id_) if id_ in IDS else MISSING
        if number in flagged or name in names:
            held.append((name, number))
    return held


@pytest.mark.parametrize(
    ("starts", "numbers"), [([0, 9], [1, 2]), ([3, 1], [1, 2]), ([0], [1, 2]), ([0, 1], [1])]
)
def test_places_outside_of_the_text_are_refused(starts: list[int], numbers: list[int]) -> None:
    assert core is not None
    oids = core.Oids(LENGTH, [(b"".join(IDS), 0, len(IDS), 0)])
    contents = core.Contents(oids, b"\1", [])
    with pytest.raises(ValueError, match=r"places of the text|another length"):
        contents.add(b"abcd", array("Q", starts).tobytes(), array("i", numbers).tobytes())
