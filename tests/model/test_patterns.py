"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import gc
import pickle
import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import keyguard
from keyguard.model.patterns import LazyPattern, lazy_pattern


def test_every_pattern_of_a_module_can_be_compiled() -> None:
    for module in walk_packages(keyguard.__path__, "keyguard."):
        if not module.name.endswith(("__main__", "_core")):
            import_module(module.name)
    lazy = [each for each in gc.get_objects() if type(each) is LazyPattern]
    assert len(lazy) > 400
    for each in lazy:
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
