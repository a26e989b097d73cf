"""A line on standard error with the progress of the reading, if anyone is watching."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from keyguard.cli.console import is_dumb
from keyguard.model import Scanned
from keyguard.pipeline.scan import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from rich.live import Live

PATIENCE = 1.0
"""Seconds of work before progress is shown."""
PERIOD = 0.1
"""Seconds between two updates."""


@contextmanager
def progress_on(stream: TextIO | None) -> Iterator[Progress | None]:
    """A function to call for every blob; None if ``stream`` can't show a line that changes."""
    if stream is None or not stream.isatty() or is_dumb():
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
        self._began = time.monotonic()
        self._due = self._began + PATIENCE

    def tell(self, scanned: Scanned, total: int, hits: int) -> None:
        now = time.monotonic()
        is_last = self._live is not None and 0 < total <= scanned.objects
        if now < self._due and not is_last:
            return
        self._due = now + PERIOD
        if self._live is None:
            self._live = self._start()
        self._live.update(describe(scanned, total, hits, now - self._began), refresh=True)

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()

    def _start(self) -> Live:
        """No thread draws the line: processes are forked while it stands."""
        from rich.console import Console
        from rich.live import Live

        live = Live(
            console=Console(file=self._stream, highlight=False), auto_refresh=False, transient=True
        )
        live.start()
        return live


def describe(scanned: Scanned, total: int, hits: int, seconds: float) -> str:
    """The progress of a reading after so many seconds, its speed, and when it will end.

    Judging what was found, and looking for its places, comes after the reading.
    """
    done = scanned.objects
    found = f"{hits:,} with a credential" if hits else "nothing found so far"
    if hits and 0 < total <= done:
        return f"{done:,} objects read · {found} · finding out where they stand"
    rate = done / seconds
    parts = [f"{done:,} of {total:,} objects" if total else f"{done:,} objects"]
    parts.append(f"{rate:,.0f}/s, {scanned.bytes / 1e6:,.0f} MB")
    if total and done:
        minutes, rest = divmod(round(max(0, total - done) / rate), 60)
        parts.append(f"{minutes}:{rest:02} left")
    return " · ".join([*parts, found])
