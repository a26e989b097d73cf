"""Prefilters for tests, and reading with them."""

import re
from pathlib import Path
from typing import Any

from keyguard.gitrepo.history.reader import read_objects
from keyguard.gitrepo.objects.types import GitObject, Unreadable
from keyguard.model.prefilter import Prefilter


class Everything:
    """Accepts all content."""

    span = 1

    def matches(self, data: bytes) -> bool:
        return True


class Containing:
    """Accepts content with a match of a pattern."""

    def __init__(self, pattern: bytes, span: int) -> None:
        self.pattern = re.compile(pattern)
        self.span = span

    def matches(self, data: bytes) -> bool:
        return self.pattern.search(data) is not None


SECRET = Containing(rb"secret", 6)


EVERYTHING = Everything()


def read(folder: Path, prefilter: Prefilter = EVERYTHING, **options: Any) -> list[Any]:
    return list(read_objects([folder], prefilter, **options))


def by_id(found: list[Any]) -> dict[str, GitObject | Unreadable]:
    assert len({item.id for item in found}) == len(found), "an object was read twice"
    return {item.id: item for item in found}
