"""A tree taken apart gives what it was put together from, however odd its names and ids are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.gitrepo.objects.trees import entries, is_sound, is_usual

MODES = st.sampled_from([b"100644", b"40000", b"160000", b"0040000"])
NAMES = st.text("ab \n.4\xff", min_size=1).map(lambda name: name.encode("latin-1"))
Entry = tuple[bytes, bytes, bytes]


def trees(id_length: int) -> st.SearchStrategy[list[Entry]]:
    ids = st.lists(st.sampled_from(b"\0 4a\xff"), min_size=id_length, max_size=id_length).map(bytes)
    return st.lists(st.tuples(MODES, NAMES, ids), max_size=6)


def joined(tree: list[Entry]) -> bytes:
    return b"".join(b"%s %s\0%s" % entry for entry in tree)


@pytest.mark.parametrize("id_length", [20, 32])
@given(data=st.data())
def test_every_entry_comes_back(id_length: int, data: st.DataObject) -> None:
    tree = data.draw(trees(id_length))
    assert entries(joined(tree), id_length) == tree


@given(tree=trees(20).filter(len), cut=st.integers(1, 20))
def test_the_last_id_of_a_tree_that_was_cut_off_is_shorter(tree: list[Entry], cut: int) -> None:
    *whole, (mode, name, id_) = tree
    assert entries(joined(tree)[:-cut], 20) == [*whole, (mode, name, id_[:-cut])]


@pytest.mark.parametrize("rubbish", [b"a" * 1_000_000 + b"\0", b" " * 1_000_000, b"a " * 500_000])
def test_rubbish_has_no_entries_and_an_end(rubbish: bytes) -> None:
    assert entries(rubbish, 20) == []


@pytest.mark.parametrize("id_length", [20, 32])
@given(data=st.data())
def test_what_is_put_together_is_sound(id_length: int, data: st.DataObject) -> None:
    tree = data.draw(trees(id_length))
    assert is_sound(joined(tree), id_length)
    assert is_usual(joined(tree), id_length) == all(mode != b"0040000" for mode, _, _ in tree)


@given(tree=trees(20).filter(len), cut=st.integers(1, 27))
def test_what_is_cut_off_is_not(tree: list[Entry], cut: int) -> None:
    assert not is_sound(joined(tree)[:-cut], 20)


def test_many_entries_are_sound_as_few_are() -> None:
    many = b"".join(b"100644 %d\0%s" % (number, bytes(20)) for number in range(5_000))
    assert is_usual(many, 20)
    assert not is_usual(many + b"1", 20)
