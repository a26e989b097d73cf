"""Puts off Python's search for cycles of objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def no_collection() -> Iterator[None]:
    """Switches the search off while the block lasts.

    Millions of tuples come and go in a task, none in a cycle; looking for one costs a fifth.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def uncollected(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each of which is made without a search."""
    while True:
        with no_collection():
            made = list(islice(items, 1))
        if not made:
            return
        yield made.pop()
