"""A line on standard error that says how far the reading is, if anyone is watching."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from keyguard.model import Scanned
from keyguard.scan import Progress

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""Seconds of work that need no progress."""
PERIOD = 0.1
"""Seconds between two updates."""


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress | None]:
    """A callable to tell of every blob; None when ``stream`` is not a terminal."""
    if not stream.isatty():
        yield None
        return
    line = _Line(stream)
    try:
        yield line.tell
    finally:
        line.close()


class _Line:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._status: Status | None = None
        self._due = time.monotonic() + PATIENCE

    def tell(self, scanned: Scanned, sightings: int) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + PERIOD
        text = (
            f"{scanned.blobs:,} blobs, {scanned.bytes / 1e6:,.0f} MB read, {sightings:,} sightings"
        )
        if self._status is None:
            self._start(text)
        else:
            self._status.update(text)

    def close(self) -> None:
        if self._status is not None:
            self._status.stop()

    def _start(self, text: str) -> None:
        from rich.console import Console

        self._status = Console(file=self._stream).status(text)
        self._status.start()
