"""What all tasks recorded, kept on the disk.

In a history with millions of objects it is a lot, and nobody asks for it unless something was
found.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import IO, overload

from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.model.record import NamedTuple

HELD = 4 * 1024 * 1024
"""Bytes that are held in memory before any are written to the disk."""


class _Stored(NamedTuple):
    """Where something is in the file, and how many bytes each column has there."""

    start: int
    lengths: tuple[int, ...]


class RecordedTasks(Sequence[RecordedRefs]):
    """What each task recorded. If there is no room for a file, all of it is held in memory."""

    def __init__(self, recorded: Iterable[RecordedRefs] = ()) -> None:
        self._kept: list[RecordedRefs | _Stored] = list(recorded)
        self._held = 0
        self._file: IO[bytes] | None = None
        self._end = 0
        self._is_held = not hasattr(os, "pread")

    def __reduce__(self) -> tuple[type[RecordedTasks], tuple[list[RecordedRefs]]]:
        return RecordedTasks, ([*self],)

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, key: int, /) -> RecordedRefs: ...
    @overload
    def __getitem__(self, key: slice, /) -> Sequence[RecordedRefs]: ...
    def __getitem__(self, key: int | slice, /) -> RecordedRefs | Sequence[RecordedRefs]:
        """What a task recorded. Raises ``OSError`` if the file can't be read."""
        if isinstance(key, slice):
            return [self[each] for each in range(*key.indices(len(self)))]
        kept = self._kept[key]
        return kept if isinstance(kept, RecordedRefs) else self._read(kept)

    def append(self, refs: RecordedRefs) -> None:
        """Adds what one more task recorded."""
        parts = [column.tobytes() for column in refs.columns]
        size = sum(map(len, parts))
        self._held += size
        kept: RecordedRefs | _Stored = refs
        if self._held > HELD and not self._is_held:
            try:
                kept = self._store(parts)
            except OSError:
                self._is_held = True
        self._kept.append(kept)

    def _store(self, parts: Sequence[bytes]) -> _Stored:
        if self._file is None:
            from tempfile import TemporaryFile  # most histories are small

            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - open as long as this is
        content = b"".join(parts)
        if self._file.write(content) != len(content):
            raise OSError("there is no room for it")
        stored = _Stored(self._end, tuple(map(len, parts)))
        self._end += len(content)
        return stored

    def _read(self, stored: _Stored) -> RecordedRefs:
        assert self._file is not None
        content = os.pread(self._file.fileno(), sum(stored.lengths), stored.start)
        refs, start = RecordedRefs(), 0
        for column, length in zip(refs.columns, stored.lengths, strict=True):
            column.frombytes(content[start : start + length])
            start += length
        return refs
