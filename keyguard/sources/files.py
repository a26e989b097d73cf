"""Files on the disk: the content of each, or why it can't be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from keyguard.model import Blob, Place, Problem, Skip, State
from keyguard.model.piece import LARGE, Large, large_file
from keyguard.sources.path_names import name_blobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.on_disk import Growing, OnDisk

    Content = bytes | OnDisk | Problem | Skip
    """What a file holds, or why that is not known."""

Item = Blob | Large | Problem | Skip

FOLDER = Skip("a folder")
NO_FILE = Skip("not a regular file")
DELETED = Skip("deleted in the work tree")

OPENING = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
"""Flags for opening: keyguard must not wait for a pipe that nobody writes to."""
CHUNK = 1 << 20
"""Bytes read at a time from a file that turns out longer than it said."""


def read_file(
    root: bytes,
    path: bytes,
    max_size: int,
    *,
    named: bool = False,
    above: bytes = b"",
) -> Iterator[Item]:
    """A file, and its name if that can hold something.

    ``above`` is the name of the folder that the file's path does not show. The content of a link is
    the path that it names, unless the link was ``named`` itself: then it is followed, and a pipe or
    device is read to its end.
    """
    place = Place(path, State.TREE, above=above)
    yield from name_blobs(place)
    content = content_of(os.path.join(root, path), path, max_size, named)
    yield content if isinstance(content, (Problem, Skip)) else in_place(content, place)


def in_place(content: bytes | OnDisk, place: Place) -> Blob | Large:
    """The content of the file at a place."""
    id_ = "tree:" + place.path.decode("latin-1")
    if isinstance(content, bytes):
        return Blob(id_, content, (place,))
    return large_file(id_, content, (place,))


def read_regular(full: bytes, most: int) -> bytes | None:
    """Up to ``most`` bytes of a file beside the scanned one; None if it is no regular file."""
    try:
        with open(full, "rb", opener=_opened_without_waiting) as file:
            return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except OSError:
        return None


def _opened_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | OPENING)


def content_of(full: bytes, path: bytes, max_size: int, named: bool = False) -> Content:
    """The content of the file at ``full``; problems call it ``path``."""
    flags = OPENING if named else OPENING | os.O_NOFOLLOW
    try:
        file = os.open(full, flags)
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
        if status.st_size > LARGE:
            from keyguard.model.on_disk import OfFile  # few files are

            return OfFile(partial(os.open, full, flags), status.st_size)
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
    from keyguard.model.on_disk import NoRoomError

    try:
        content = up_to(chain([begun], iter(partial(os.read, file, CHUNK), b"")), max_size)
    except NoRoomError as error:
        return Problem(path, f"{error}.")
    return too_much(path, max_size) if content is None else content


def too_much(path: bytes, max_size: int) -> Problem:
    """The problem that content of unknown size has more bytes than may be read."""
    return Problem(path, f"it has over {max_size:,} bytes; raise --max-file-size.")


def up_to(parts: Iterable[bytes], most: int) -> bytes | OnDisk | None:
    """All parts together, on the disk if they are large; None if they have over ``most`` bytes.

    Raises ``NoRoomError``, and whatever ``parts`` raises.
    """
    begun, size = [], 0
    content: Growing | None = None
    for part in parts:
        size += len(part)
        if size > most:
            return None
        if content is None:
            begun.append(part)
            if size > LARGE:
                from keyguard.model.on_disk import Growing

                content = Growing(begun)
        else:
            content.add([part])
    return b"".join(begun) if content is None else content


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
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return _unreadable(path, error)
    return Problem(path, f"it can't be read: {error.strerror}.") if follow else NO_FILE


def _unreadable(path: bytes, error: OSError) -> Problem:
    return Problem(path, f"it can't be read: {error.strerror}; check its permissions.")
