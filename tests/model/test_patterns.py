"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import pickle
import re

import pytest

from keyguard.model.patterns import lazy_pattern
from tests.model.lazy_patterns import every_lazy_pattern


def test_every_pattern_of_a_module_can_be_compiled() -> None:
    for each in every_lazy_pattern():
        assert isinstance(each.pattern, str | bytes)


def test_answers_like_a_compiled_one() -> None:
    lazy = lazy_pattern(r"(?P<digits>\d+)", re.ASCII)
    assert lazy.search("ab12")["digits"] == "12"
    assert lazy.sub("-", "ab12") == "ab-"
    assert lazy.flags == re.compile(r"\d", re.ASCII).flags
    assert lazy.search is lazy.search


def test_travels_to_another_process() -> None:
    used = lazy_pattern(rb"a+")
    assert used.search(b"baa")
    assert pickle.loads(pickle.dumps(used)).fullmatch(b"aa")


def test_a_fault_is_told_by_the_first_use() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.search("")
