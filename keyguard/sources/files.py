"""Files on disk: one with all that it holds, or many, sifted for those that are worth a look."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from keyguard.errors import KeyguardError
from keyguard.model import Blob, Place, Problem, Scanned, Skip, State
from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.piece import LARGE, Large
from keyguard.model.record import NamedTuple
from keyguard.model.source import submodule
from keyguard.sources.path_names import name_blobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.prefilter import Prefilter

Item = Blob | Large | Problem | Skip
Content = bytes | int | Problem | Skip
"""What a file holds, or why that is not known; the number of bytes of one that is large."""

FOLDER = Skip("a folder")
NO_FILE = Skip("not a regular file")
DELETED = Skip("deleted in the work tree")

PER_TASK = 500
"""Files sifted at a time, whatever the number of processes."""
WORTH_PROCESSES = 2_000
"""Files; fewer are read before another process has caught up."""
OPENING = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
"""A pipe that nobody writes to must not be waited for."""
CHUNK = 1 << 20
"""Bytes read at a time from a file that is longer than it said."""


class FileFilter(NamedTuple):
    """What sifting needs to know. It travels to other processes."""

    root: bytes
    prefilter: Prefilter
    max_size: int
    """Bytes. What is larger is a problem."""
    telling: NamePattern = NO_NAMES
    """Names of files that are handed on whatever they hold."""


class Sifted(NamedTuple):
    """What became of some files."""

    suspects: list[bytes]
    """Those that may hold something; they are not counted."""
    unread: list[Item]
    """Why others have no content, and the names of these that may hold something."""
    clean: Scanned
    """The weight of the rest."""


def read_file(
    root: bytes,
    path: bytes,
    max_size: int,
    *,
    named: bool = False,
    above: bytes = b"",
    whole: bool = False,
) -> Iterator[Item]:
    """One file and its name. ``above`` is the name of the folder that its path does not show; as a
    ``whole`` a large one is held.

    The content of a link is the path it names, unless it was ``named`` itself: then it is followed,
    and a pipe or device is read to its end.
    """
    place = Place(path, State.TREE, above=above)
    yield from name_blobs(place)
    full, id_ = os.path.join(root, path), "tree:" + path.decode("latin-1")
    content = _content(full, path, max_size, named, sys.maxsize if whole else LARGE)
    if isinstance(content, bytes):
        yield Blob(id_, content, (place,))
    elif isinstance(content, int):
        yield Large(id_, content, (place,), partial(_opened, full, content, named))
    else:
        yield content


@contextmanager
def _opened(full: bytes, size: int, named: bool) -> Iterator[Callable[[int], bytes]]:
    """Reads a file that is large, up to the size that it had."""

    def opener(path: str, flags: int) -> int:
        return os.open(path, flags | (OPENING if named else OPENING | os.O_NOFOLLOW))

    left = size

    def read(wanted: int) -> bytes:
        nonlocal left
        data = file.read(min(wanted, left))
        left -= len(data)
        return data

    try:
        with open(full, "rb", opener=opener) as file:
            yield read
    except OSError as error:
        raise KeyguardError(
            f"it can't be read: {error.strerror}; check its permissions."
        ) from error


def sift(file_filter: FileFilter, paths: Sequence[bytes], jobs: int = 1) -> Iterator[Sifted]:
    """Reads all these files and keeps none. The results don't depend on ``jobs``.

    A folder among them is another repository: git lists no other, and a walk lists none. Raises
    ``KeyguardError`` if a process is killed.
    """
    from keyguard.parallel.pool import ordered_map  # a file that is named needs no processes

    tasks = [paths[start : start + PER_TASK] for start in range(0, len(paths), PER_TASK)]
    file_filter.prefilter.matches(b"")  # makes it ready once, for all the processes that inherit it
    return ordered_map(_sift, file_filter, tasks, jobs if len(paths) >= WORTH_PROCESSES else 1)


def _sift(file_filter: FileFilter, paths: Sequence[bytes]) -> Sifted:
    """Makes no object for a file that holds nothing, as nearly all do."""
    root, max_size, matches = (
        os.path.join(file_filter.root, b""),
        file_filter.max_size,
        file_filter.prefilter.matches,
    )
    names = _suspect_names(paths, matches)
    names.update(filter(file_filter.telling.fits, paths))
    suspects: list[bytes] = []
    unread: list[Item] = []
    files = size = 0
    for path in paths:
        content = _content(root + path, path, max_size, False, LARGE)
        if isinstance(content, int):
            suspects.append(path)
        elif not isinstance(content, bytes):
            if path in names:
                unread += name_blobs(Place(path, State.TREE))
            unread.append(submodule(path.rstrip(b"/")) if content is FOLDER else content)
        elif matches(content) or path in names:
            suspects.append(path)
        else:
            files += 1
            size += len(content)
    return Sifted(suspects, unread, Scanned(files, files, bytes=size, objects=files))


def _suspect_names(paths: Sequence[bytes], matches: Callable[[bytes], bool]) -> set[bytes]:
    return {path for path in paths if matches(path)} if matches(b"\n".join(paths)) else set()


def read_regular(full: bytes, most: int) -> bytes | None:
    """The first bytes of a file beside the one that is read; None if it is no ordinary file."""
    try:
        with open(full, "rb", opener=_opened_without_waiting) as file:
            return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except OSError:
        return None


def _opened_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | OPENING)


def _content(full: bytes, path: bytes, max_size: int, named: bool, large: int) -> Content:
    """What the file at ``full`` holds, if it has no more than ``large`` bytes; problems call it
    ``path``."""
    try:
        file = os.open(full, OPENING if named else OPENING | os.O_NOFOLLOW)
    except OSError as error:
        return _unopened(full, path, named, error)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            if stat.S_ISDIR(status.st_mode):
                return FOLDER
            return _from_pipe(file, path, max_size) if named else NO_FILE
        if status.st_size > max_size:
            return Problem(path, f"it has {status.st_size:,} bytes; raise --max-file-size.")
        if status.st_size > large:
            return status.st_size
        content = os.read(file, status.st_size + 1)
        return content if len(content) == status.st_size else _to_end(file, path, max_size, content)
    except OSError as error:
        return _unreadable(path, error)
    finally:
        os.close(file)


def _from_pipe(file: int, path: bytes, max_size: int) -> Content:
    """All that comes out of a pipe or device; a pipe that nobody writes to gives nothing."""
    os.set_blocking(file, True)
    content = _to_end(file, path, max_size, b"")
    return content or Problem(path, "it is a pipe or device that gave nothing to read.")


def _to_end(file: int, path: bytes, max_size: int, begun: bytes) -> Content:
    """All of a file that is not as long as it said: it is being written, or not on a disk."""
    parts = [begun]
    size = len(begun)
    while part := os.read(file, CHUNK):
        parts.append(part)
        size += len(part)
        if size > max_size:
            return Problem(path, f"it has over {max_size:,} bytes; raise --max-file-size.")
    return b"".join(parts)


def _unopened(full: bytes, path: bytes, follow: bool, error: OSError) -> Content:
    """What stands where no file could be opened: most often a link."""
    try:
        mode = os.stat(full, follow_symlinks=follow).st_mode
        if stat.S_ISLNK(mode):
            return os.readlink(full)
    except (FileNotFoundError, NotADirectoryError):
        return DELETED
    except OSError as failure:
        return _unreadable(path, failure)
    is_openable = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    return _unreadable(path, error) if is_openable else NO_FILE


def _unreadable(path: bytes, error: OSError) -> Problem:
    return Problem(path, f"it can't be read: {error.strerror}; check its permissions.")
