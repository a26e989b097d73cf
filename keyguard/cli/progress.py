"""A line on standard error that says how far the reading is, if anyone is watching."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from keyguard.model import Scanned
from keyguard.scan import Progress

if TYPE_CHECKING:
    from rich.live import Live

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
        self._live: Live | None = None
        self._due = time.monotonic() + PATIENCE

    def tell(self, scanned: Scanned, sightings: int) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + PERIOD
        text = (
            f"{scanned.blobs:,} blobs, {scanned.bytes / 1e6:,.0f} MB read, {sightings:,} sightings"
        )
        if self._live is None:
            self._live = self._start()
        self._live.update(text, refresh=True)

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()

    def _start(self) -> Live:
        """No thread draws the line: processes are forked while it stands."""
        from rich.console import Console
        from rich.live import Live

        live = Live(console=Console(file=self._stream), auto_refresh=False, transient=True)
        live.start()
        return live
