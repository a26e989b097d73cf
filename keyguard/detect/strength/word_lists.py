"""The words that zxcvbn knows, without what it makes of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec

_PACKAGE = "zxcvbn"
_MODULE = "zxcvbn.frequency_lists"


@cache
def word_lists() -> Mapping[str, Sequence[str]]:
    """The words of each list, by its name, the most common word first.

    Importing zxcvbn builds dictionaries of all words. That takes twice as long as reading them, and
    only zxcvbn's own estimate needs it: most secrets are judged without.
    """
    _load_alone()
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return FREQUENCY_LISTS


@cache
def ranks() -> dict[str, int]:
    """How early a guesser comes to each word: its rank in the list that has it."""
    from zxcvbn.matching import RANKED_DICTIONARIES  # whoever asks for ranks needs it as well

    found: dict[str, int] = {}
    for ranked in RANKED_DICTIONARIES.values():
        if found.keys().isdisjoint(ranked):  # as zxcvbn's own lists are
            found |= ranked
        else:
            found |= {word: min(rank, found.get(word, rank)) for word, rank in ranked.items()}
    return found


def _load_alone() -> None:
    """Has the module of the lists loaded before its package, where it is a file of its own."""
    if _PACKAGE in sys.modules:
        return
    package = find_spec(_PACKAGE)
    spec = package and PathFinder.find_spec(_MODULE, package.submodule_search_locations)
    if spec and spec.loader:
        module = sys.modules[_MODULE] = module_from_spec(spec)
        spec.loader.exec_module(module)
