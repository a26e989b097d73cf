"""Where a report goes: standard output, or a file that is either the old one or complete."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

_OPEN_STREAM = lazy_pattern(r"/dev/(?:null|std(?:in|out|err)|fd/[0-9]+)|/proc/.+/fd/[0-9]+")


def name_of(path: Path | None) -> str:
    """The name of a path in a sentence."""
    return "standard output" if is_standard_output(path) else str(path)


def is_standard_output(path: Path | None) -> bool:
    """Whether no file was named."""
    return path is None or str(path) == "-"


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """A text stream to a file, or to standard output for None and ``-``.

    Raises ``OSError`` if it can't be written to, or must not be.
    """
    if path is None or is_standard_output(path):
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        yield sys.stdout
        sys.stdout.flush()
        return
    from keyguard.parallel.signals import stopped_by_signals  # standard output needs none

    with (
        stopped_by_signals(),
        _replaced(path) if _is_replaceable(path) else _written(path) as stream,
    ):
        yield stream


def _is_replaceable(path: Path) -> bool:
    """Whether it is a regular file, or will be one. A FIFO or a device has readers of its own."""
    return not is_open_stream(path) and (path.is_file() or not os.path.lexists(path))


def is_open_stream(path: Path) -> bool:
    """Whether a path names a stream that is open already, or the null device."""
    return _OPEN_STREAM.fullmatch(os.path.abspath(path)) is not None


def _written(path: Path) -> TextIO:
    """What others have written to a stream stays."""
    return path.open("a" if is_open_stream(path) else "w", encoding="utf-8", newline="\n")


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """Writes beside the file and puts it in its place at the end, with the same permissions."""
    from pathlib import Path

    from keyguard.storage.whole_file import refuse_within_git

    target = os.path.realpath(path)
    refuse_within_git(Path(target))
    beside = os.path.join(os.path.dirname(target), f".keyguard-{os.urandom(8).hex()}.part")
    if os.path.exists(target):
        with open(target, "ab"):  # what may not be written must not be replaced either
            pass
    try:
        stream = open(beside, "x", encoding="utf-8", newline="\n")  # noqa: SIM115
    except PermissionError:  # in a folder where nothing new may be written
        with _written(path) as existing:
            yield existing
        return
    try:
        with stream:
            yield stream
        if os.path.exists(target):
            os.chmod(beside, os.stat(target).st_mode & 0o777)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
