"""The progress of a fleet: lines that change on a terminal, else a line for each repository."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from keyguard.cli.console import harmless, is_dumb, say
from keyguard.fleet.coordinator.board import Board, Change, Watcher
from keyguard.fleet.records import CLONING, FAILED, PENDING, SCANNED, SKIPPED
from keyguard.report.summary import counted

if TYPE_CHECKING:
    from rich.live import Live

PERIOD = 0.1
"""Seconds between two updates of a terminal."""
SILENCE = 60.0
"""Seconds after which a log gets a line about the work: many a CI ends what says nothing."""
SHOWN = 12
"""Repositories at work that are shown at a time."""


@contextmanager
def fleet_progress(stream: TextIO | None, quiet: bool) -> Iterator[Watcher]:
    """The watcher that the coordinator reports to, while the block lasts."""
    if quiet or stream is None:
        yield _Quiet()
    elif stream.isatty() and not is_dumb():
        screen = _Screen(stream)
        try:
            yield screen
        finally:
            screen.close()
    else:
        yield _Log()


class _Quiet:
    """Nobody wants to hear it, but for what goes wrong."""

    def tell(self, board: Board, change: Change | None) -> None:
        if change is not None and is_problem(change):
            say(described(change))

    def notice(self, sentence: str) -> None:
        pass


class _Log:
    """Lines for a log: what became of each repository, and now and then what takes so long."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def tell(self, board: Board, change: Change | None) -> None:
        now = time.monotonic()
        if change is not None:
            if change.state.state == CLONING:
                return
            say(f"{board.done} of {board.total}: {described(change)}")
        elif now - self._said < SILENCE or not board.active:
            return
        else:
            say(f"{board.done} of {board.total}: {'; '.join(_at_work(board, now)[:3])}")
        self._said = now

    def notice(self, sentence: str) -> None:
        say(sentence)


class _Screen:
    """A line for the whole, and one for each repository at work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()
        self._due = 0.0
        self._live = self._start()

    def tell(self, board: Board, change: Change | None) -> None:
        from rich.text import Text

        if change is not None and is_problem(change):
            self.notice(described(change))
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + PERIOD
        lines = [summed_up(board, now - self._began), *_at_work(board, now)[:SHOWN]]
        shown = "\n  ".join(harmless(line, self._stream) for line in lines)
        self._live.update(Text(shown, no_wrap=True, overflow="ellipsis"), refresh=True)

    def notice(self, sentence: str) -> None:
        from rich.text import Text

        self._live.console.print(Text(f"keyguard: {harmless(sentence, self._stream)}"))

    def close(self) -> None:
        self._live.stop()

    def _start(self) -> Live:
        """No thread draws it: processes are forked while it is there."""
        from rich.console import Console
        from rich.live import Live

        live = Live(
            console=Console(file=self._stream, highlight=False),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        live.start()
        return live


def is_problem(change: Change) -> bool:
    """Whether a repository was not read."""
    return change.state.state in (FAILED, SKIPPED)


def described(change: Change) -> str:
    """A repository's new state, in words."""
    state = change.state
    if state.state == PENDING:
        return f"{state.source}: cloned"
    if state.state != SCANNED:
        return f"{state.source}: {state.state}: {state.reason}"
    count = change.findings
    if count is None:
        return f"{state.source}: scanned before, nothing new"
    found = f"{count} finding{'s' * (count != 1)}" if count else "nothing found"
    if change.unread:
        found += f", {counted(change.unread, 'place')} in it not read"
    return f"{state.source}: scanned, {found}"


def summed_up(board: Board, seconds: float) -> str:
    """The progress after so many seconds, and when the run will end at that speed."""
    parts = [f"{board.done:,} of {board.total:,} repositories"]
    if bad := board.counts[FAILED] + board.counts[SKIPPED]:
        parts.append(f"{bad:,} not read")
    parts.append(f"{board.findings:,} finding{'s' * (board.findings != 1)}")
    new = board.done - board.before
    if new and seconds > 1:
        minutes = (board.total - board.done) * seconds / new / 60
        parts.append(f"{new / seconds * 3600:,.0f} an hour, {minutes:,.0f} min left")
    return " · ".join(parts)


def _at_work(board: Board, now: float) -> list[str]:
    """What is done just now, the longest first."""
    work = sorted(board.active.items(), key=lambda item: item[1][1])
    return [f"{what} {name} ({now - since:,.0f} s)" for name, (what, since) in work]
