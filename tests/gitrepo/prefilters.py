"""Prefilters and a visitor for tests, and reading with them."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.object_id import MISNAMED
from keyguard.gitformat.types import CorruptObjectError, GitObject, LargeObject, Unreadable
from keyguard.gitrepo.history import large_entries
from keyguard.gitrepo.history.policies import BlobPolicy, Policy, TreePolicy
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.objects import large_lookup, lookup, versions
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.model.prefilter import BatchPrefilter
from keyguard.prefilter.together import parted


class Everything:
    """Accepts all content."""

    span = 1

    def matches(self, data: bytes) -> bool:
        return True

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        return range(len(starts))


class Containing:
    """Accepts content with a match of a pattern."""

    def __init__(self, pattern: bytes, span: int) -> None:
        self.pattern = re.compile(pattern)
        self.span = span

    def matches(self, data: bytes) -> bool:
        return self.pattern.search(data) is not None

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        return parted(joined, starts, self.matches)


SECRET = Containing(rb"secret", 6)


EVERYTHING = Everything()


class AsItIs:
    """Takes every object as it is."""

    reach = None
    max_size = sys.maxsize

    def prepare(self) -> None:
        pass

    def visit(self, found: GitObject) -> tuple[Any, Any]:
        return found, None

    def visit_large(self, found: LargeObject) -> tuple[Any, str]:
        return held(found)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        raise AssertionError("it is asked only of objects that have a reach")


def held(found: LargeObject) -> tuple[GitObject | None, str]:
    """A blob with all that it holds, and why it can't be read: ids may be made up."""
    parts: list[bytes] = []
    reason = ""
    try:
        parts.extend(found.parts())
    except CorruptObjectError as error:
        reason = str(error)
    is_whole = reason in ("", MISNAMED)
    return (GitObject(found.id, found.type, b"".join(parts)) if is_whole else None), reason


def hold_no_more_than(patch: pytest.MonkeyPatch, size: int) -> None:
    """Makes that blobs of so many bytes are large already."""
    for module in (large_entries, large_lookup, lookup, versions):
        patch.setattr(module, "LARGE", size)


def reader_of(
    folder: Path, prefilter: BatchPrefilter = EVERYTHING, **options: Any
) -> ObjectReader[GitObject]:
    return ObjectReader(ObjectStore([str(folder)]), prefilter, AsItIs(), **options)


def weigh_changes_as_the_core(patch: pytest.MonkeyPatch) -> None:
    """Makes that the Python walk judges the same deltas by what they change as the core."""
    for policy in (TreePolicy, BlobPolicy):
        patch.setattr(policy, "worth_a_sample", policy.worth_a_sample_in_core)


def judge_every_change(patch: pytest.MonkeyPatch, *policies: type[Policy]) -> None:
    """Makes that a delta is judged by what it changes, however small its base is."""
    for policy in policies or (TreePolicy, BlobPolicy):
        patch.setattr(policy, "shortest_base", 0)
        patch.setattr(policy, "worth_a_sample", 0)
        patch.setattr(policy, "worth_a_sample_in_core", 0)


def read(folder: Path, prefilter: BatchPrefilter = EVERYTHING, **options: Any) -> list[Any]:
    return list(reader_of(folder, prefilter, **options))


def by_id(found: list[Any]) -> dict[str, GitObject | Unreadable]:
    assert len({item.id for item in found}) == len(found), "an object was read twice"
    return {item.id: item for item in found}
