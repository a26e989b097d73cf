"""Runs a git that brings something from elsewhere, within bounds of time and size.

It has no terminal to ask for a password. If it takes too long or brings too much it is ended,
together with every process that it started: a transport that waits would outlive it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import ERRORS_KEPT, git_words
from keyguard.model.record import NamedTuple
from keyguard.parallel.process import leads_its_session

if TYPE_CHECKING:
    from subprocess import Popen

PAUSE = 0.1
"""Seconds between two looks at how long git takes and how much it has brought."""

MERCY = 2.0
"""Seconds that git gets to end the processes that it started."""

SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "credential.interactive=false",
    "fetch.unpackLimit=1",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
)


class TransportError(KeyguardError):
    """A repository could not be reached, or could not be read in full."""


class TooLargeError(TransportError):
    """A command brought more than it was allowed to."""


class TooSlowError(TransportError):
    """A command took longer than it was allowed to."""


class Bounds(NamedTuple):
    """How many seconds one command may take, and how many bytes it may bring; 0 is unbounded."""

    timeout: float = 0
    size: int = 0


class Streams(NamedTuple):
    """The files that git reads from and writes to: with files, neither side can wait for ever."""

    given: IO[bytes] | None
    output: IO[bytes]


def run_within(
    bounds: Bounds,
    arguments: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    streams: Streams,
    size: Callable[[], int],
) -> None:
    """Runs git in ``folder``; ``size`` says how many bytes have come.

    Raises ``TransportError`` with git's own words if it fails.
    """
    command = ["git", "--no-pager"]
    for setting in SETTINGS:
        command += ["-c", setting]
    with TemporaryFile() as errors:
        with _started([*command, *arguments], folder, variables, streams, errors) as process:
            _watch(process, bounds, size)
        if process.returncode != 0:
            errors.seek(0)
            raise TransportError(git_words(errors.read(ERRORS_KEPT)))
        if bounds.size and size() > bounds.size:
            raise _too_large(bounds)


@contextmanager
def _started(
    command: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    streams: Streams,
    errors: IO[bytes],
) -> Iterator[Popen[bytes]]:
    """git in a group that ends as a whole: its own one, or that of this process, if whoever started
    it sees to the group's end."""
    import subprocess

    leads = leads_its_session()
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=streams.given or subprocess.DEVNULL,
            stdout=streams.output,
            stderr=errors,
            start_new_session=not leads,
        )
    except FileNotFoundError as error:
        raise TransportError(
            "git was not found; install git and make sure that it is on PATH"
        ) from error
    except OSError as error:
        raise TransportError(f"git can't be started ({error.strerror})") from error
    try:
        yield process
    finally:
        (_end_in_our_group if leads else end_with_helpers)(process)


def _watch(process: Popen[bytes], bounds: Bounds, size: Callable[[], int]) -> None:
    from subprocess import TimeoutExpired

    end = time.monotonic() + bounds.timeout
    while True:
        try:
            process.wait(PAUSE)
        except TimeoutExpired:
            if bounds.timeout and time.monotonic() > end:
                raise TooSlowError(f"it took over {bounds.timeout:g} seconds") from None
            if bounds.size and size() > bounds.size:
                raise _too_large(bounds) from None
        else:
            return


def end_with_helpers(process: Popen[bytes]) -> None:
    """Ends git and, if it leads a process group, every process that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _end_in_our_group(process: Popen[bytes]) -> None:
    """Asks git to end, which ends its helpers too. What stays is left to the end of the group."""
    from subprocess import TimeoutExpired

    process.terminate()
    with suppress(TimeoutExpired):
        process.wait(MERCY)
    process.kill()
    process.wait()


def _too_large(bounds: Bounds) -> TooLargeError:
    return TooLargeError(f"it has more than {bounds.size:,} bytes")
