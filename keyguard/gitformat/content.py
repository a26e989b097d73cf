"""Content that deltas are applied to."""

from __future__ import annotations

from typing import Protocol, overload


class Content(Protocol):
    """Bytes in memory, or read where they are."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: int, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...
