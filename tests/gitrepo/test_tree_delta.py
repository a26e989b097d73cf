"""What is shown of a tree that is stored as a delta: every new id and every new name, whole."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitrepo.objects.tree_delta import change_ends_with_id, tree_excerpt
from keyguard.gitrepo.objects.trees import entries
from tests.gitrepo.made_trees import delta_between
from tests.gitrepo.repositories import delta_bytes

ID_LENGTHS = [20, 32]
FAR = 300
"""Bytes of a name that are enough for a copy to be shortened on the side where it stands."""


def tree(*rows: tuple[bytes, bytes]) -> bytes:
    return b"".join(b"100644 %s\0%s" % row for row in rows)


@pytest.mark.parametrize("id_length", ID_LENGTHS)
def test_an_id_that_changes_within_is_seen_whole(id_length: int) -> None:
    """Wherever a NUL stands in it, which looks like the end of a name."""
    seen = 0
    for changed, nul in product(range(id_length), repeat=2):
        old = bytearray(b"\xaa" * id_length)
        old[nul] = 0
        new = bytes(old[:changed] + b"\xbb" + old[changed + 1 :])
        rows = (b"a" * FAR, bytes(old)), (b"b" * FAR, b"\xcc" * id_length)
        base, result = tree(*rows), tree((rows[0][0], new), rows[1])
        place = result.index(new) + changed
        delta = delta_bytes(base, [(0, place), b"\xbb", (place + 1, len(base) - place - 1)])
        text, size = tree_excerpt(base, delta, id_length)
        assert b"\0" + new + b"100644 b" in text, (changed, nul)
        assert size == len(result)
        seen += len(text) < len(result)
    assert seen > id_length, "hardly anything was left out, so this shows nothing"


@pytest.mark.parametrize("id_length", ID_LENGTHS)
def test_a_name_that_changes_is_seen_whole_with_its_id(id_length: int) -> None:
    id_, other = b"\xaa" * id_length, b"\xcc" * id_length
    base = tree((b"a" * FAR, id_), (b"b" * FAR, other))
    for changed in range(FAR):
        name = b"a" * changed + b"z" + b"a" * (FAR - changed - 1)
        place = len(b"100644 ") + changed
        delta = delta_bytes(base, [(0, place), b"z", (place + 1, len(base) - place - 1)])
        text, size = tree_excerpt(base, delta, id_length)
        assert b" %s\0%s" % (name, id_) in text, changed
        assert len(text) < size == len(base)


@st.composite
def versions(draw: st.DrawFn, id_length: int) -> tuple[bytes, bytes]:
    """A tree and a later one, with many NULs in their ids, and names of all lengths."""
    ids = st.binary(min_size=id_length, max_size=id_length).map(
        lambda id_: bytes(byte if byte % 3 else 0 for byte in id_)
    )
    names = st.tuples(st.sampled_from([1, 3, 20, 90, 200]), st.sampled_from(b"abc")).map(
        lambda drawn: b"n" * drawn[0] + bytes([drawn[1]])
    )
    rows = st.dictionaries(names, ids, min_size=1, max_size=8)
    before = draw(rows)
    gone = draw(st.sets(st.sampled_from(sorted(before))))
    after = {name: id_ for name, id_ in before.items() if name not in gone} | draw(rows)
    return tree(*sorted(before.items())), tree(*sorted(after.items()))


@pytest.mark.parametrize("id_length", ID_LENGTHS)
@given(data=st.data(), chance=st.integers(0, 1 << 32).map(random.Random))
def test_new_entries_are_seen_whole(
    id_length: int, data: st.DataObject, chance: random.Random
) -> None:
    base, result = data.draw(versions(id_length))
    text, size = tree_excerpt(base, delta_between(chance, base, result), None)
    assert size == len(result)
    names, ids = ({row[part] for row in entries(base, id_length)} for part in (1, 2))
    for _, name, id_ in entries(result, id_length):
        if id_ not in ids:
            assert b"\0" + id_ in text
        if name not in names:
            assert b" %s\0%s" % (name, id_) in text


@pytest.mark.parametrize("id_length", ID_LENGTHS)
def test_that_a_change_ends_within_an_id_is_seen(id_length: int) -> None:
    """However many instructions make the end."""
    base = tree((b"a" * FAR, b"\xaa" * id_length), (b"b", b"\xcc" * id_length))
    for cut, last in product(range(id_length + 2), [0, 1, 7, 60]):
        end = len(base) - cut
        copies = [(0, end - last), *[(at, 1) for at in range(end - last, end)]]
        inserted: list[tuple[int, int] | bytes] = [base[end - last : end]] if last else []
        for instructions in ([*copies], [*copies[:1], *inserted]):
            delta = delta_bytes(base, instructions)
            ends = base[end - id_length - 1] == 0
            assert change_ends_with_id(base, delta, id_length) == ends, (cut, last)
