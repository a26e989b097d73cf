"""The only way to say something beside a report: masked, on one line, and no command for a CI."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from keyguard.errors import KeyguardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

STDOUT, STDERR = 1, 2
"""File descriptors."""
DUMB = ("dumb", "unknown")
"""Values of TERM."""
UNHEARD = "whoever reads the output went away before its end, so this is not all of it."
CLOSED = "standard input is closed, so nothing can be read from it; open it, or name a file."


CONFIGURATIONS: list[bytes] = []
"""The files that configure this run, as they were read: they say what else is secret."""


def say(text: str, lead: str = "keyguard: ") -> None:
    """Writes a sentence to standard error. If nobody can read it there, nothing fails."""
    stream = sys.stderr
    if stream is None:
        return
    with suppress(OSError, ValueError):
        try:
            stream.write(f"{lead}{harmless(text, stream)}\n")
            stream.flush()
        except OSError:
            give_up(STDERR)


def tell(text: str) -> None:
    """Writes what a command without a report has to say to standard output, line by line.

    Raises ``KeyguardError`` if standard output is closed, ``OSError`` if it can't be written to.
    """
    require_stdout()
    for line in text.split("\n"):
        sys.stdout.write(f"{harmless(line, sys.stdout)}\n")


def require_stdout() -> None:
    """Raises ``KeyguardError`` if standard output is closed."""
    if sys.stdout is None:
        raise KeyguardError("standard output is closed, so nothing can be printed; open it.")


def harmless(text: str, stream: TextIO) -> str:
    """Any text as one line that gives nothing away and can be written to a stream."""
    from keyguard.report.sanitize import one_line, storable  # most runs have nothing to say

    return storable(one_line(masked(text)), stream)


def masked(text: str) -> str:
    """The text without anything that anybody, the configuration included, would call a key."""
    from keyguard.cli.configured_secrets import secrets_of
    from keyguard.report.redact import Redactor

    configured = secrets_of(CONFIGURATIONS)
    return Redactor(configured.in_text(text), shapes=configured.shapes).clean(text)


def is_dumb() -> bool:
    """Whether the terminal has no colours and can't overwrite a line: terminfo(5)."""
    return os.environ.get("TERM") in DUMB


def hold_descriptors() -> None:
    """Keeps other files from getting the numbers of standard streams that are closed."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is None:
            os.open(os.devnull, os.O_RDWR)


def give_up(descriptor: int) -> None:
    """Drops what is still to be written to a broken stream: the end must not fail."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
