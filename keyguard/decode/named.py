"""Whether content is opened in the same way whatever its name is."""

from __future__ import annotations

from keyguard.formats.archive import Member, Stream, Whole
from keyguard.formats.budget import Budget
from keyguard.formats.opening import members
from keyguard.formats.recognise import recognise
from keyguard.model.data import Data


def is_alike_unnamed(data: Data, name: bytes, budget: Budget, with_paths: bool) -> bool:
    """Whether content is opened in the same way with its name and without.

    ``with_paths``: what is in it must have the same paths too. In packed streams, which have no
    other name, the same is asked of their content.
    """
    while True:
        archive, unnamed = recognise(data, name), recognise(data)
        if archive is None or unnamed is None:
            return archive is unnamed
        if archive.format is not unnamed.format:
            return False
        first = next(members(archive, budget), None) if archive.stem else None
        if not isinstance(first, Member | Stream | Whole) or first.path != archive.stem:
            return True
        if with_paths:
            return False
        data, name = _beginning_of(first), archive.stem


def _beginning_of(item: Member | Stream | Whole) -> Data:
    if isinstance(item, Whole):
        return item.file
    return item.data if isinstance(item, Member) else item.beginning
