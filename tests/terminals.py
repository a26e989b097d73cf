"""What a terminal is shown."""

from __future__ import annotations

import os


def all_shown(terminal: int) -> bytes:
    """What was written to one, up to the moment when nobody has its other end any more. Closes it.

    What arrives does so in parts, and may be late: a single read tells the first one.
    """
    shown = b""
    while part := _part(terminal):
        shown += part
    os.close(terminal)
    return shown


def _part(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # of Linux; elsewhere nothing is read then
        return b""
