"""The list of a fleet as it is typed: a file, standard input, or a folder; and a shard of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from keyguard.cli.console import CLOSED
from keyguard.errors import KeyguardError
from keyguard.fleet.coordinator.listing import Listed, from_folder, from_lines
from keyguard.model.patterns import lazy_pattern

_SHARD = lazy_pattern(r"(\d{1,6})/(\d{1,6})")


def shard(
    context: click.Context, param: click.Parameter, value: str | None
) -> tuple[int, int] | None:
    """The numbers of ``I/N``, part I of N, as the callback of an option."""
    if value is None:
        return None
    parts = _SHARD.fullmatch(value)
    number, count = (int(parts[1]), int(parts[2])) if parts else (0, 0)
    if not 1 <= number <= count:
        raise click.BadParameter(f"{value!r} is not a shard; write 1/4 to 4/4 for four of them.")
    return number, count


def read_list(name: str, base: str) -> Listed:
    """The contents of a list. Raises ``KeyguardError`` if it can't be read, or names nothing at
    all."""
    path = Path(name)
    if name != "-" and path.is_dir():
        listed, nothing = from_folder(path), "there is no repository below it"
    else:
        listed, nothing = from_lines(_lines(name, path), base), "it names no repository"
    if not listed.sources and not listed.left_out:
        raise KeyguardError(f"{name}: {nothing}; name one a line: a URL, a path or owner/name.")
    return listed


def _lines(name: str, path: Path) -> io.StringIO:
    try:
        if name != "-":
            content = path.read_bytes()
        elif sys.stdin is None:
            raise KeyguardError(CLOSED)
        else:
            content = sys.stdin.buffer.read()
    except OSError as error:
        raise KeyguardError(
            f"the list {name} can't be read ({error.strerror}); name a file, a folder, or - for "
            "standard input."
        ) from error
    return io.StringIO(content.decode("utf-8", "surrogateescape"), newline=None)
