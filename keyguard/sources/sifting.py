"""Sifts many files on the disk, in several processes, for those that are worth a look."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from keyguard.model import Blob, Place, Problem, Scanned, ScreenResult, Skip, State
from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.record import NamedTuple
from keyguard.model.source import may_be_pointer, submodule
from keyguard.sources.files import FOLDER, content_of, in_place
from keyguard.sources.path_names import name_blobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from keyguard.model.on_disk import OnDisk
    from keyguard.model.piece import Large
    from keyguard.model.prefilter import Prefilter
    from keyguard.sources.files import Item

    class Look(Protocol):
        """What looks into content; travels to other processes as a pickle."""

        def prepare(self) -> None:
            """Makes ready what takes time, once for all the processes that inherit it."""

        def into(self, blob: Blob) -> Blob:
            """The blob, with what is seen in it."""

        def through(self, large: Large) -> Iterator[Blob | Problem | Scanned]:
            """What of content that is not held holds something, the weight of all of it, and why it
            can't be read."""


PER_TASK = 500
"""Files in a task at most."""
TASKS_PER_JOB = 8
"""Tasks for each process: while one is busy with a slow task, the others take more of the rest."""
WORTH_PROCESSES = 2_000
"""Files that are worth another process; fewer are read before one has caught up."""
DIGEST = 16
"""Bytes of the digest that stands for content that was looked into."""


class FileFilter(NamedTuple):
    """The settings of the sifting. They are pickled for other processes."""

    root: bytes
    prefilter: Prefilter
    max_size: int
    """Bytes up to which a file is read. A larger one is a problem."""
    telling: NamePattern = NO_NAMES
    """Names of files that are passed on whatever they hold."""
    look: Look | None = None
    """Looks into suspects where they are read; None if nothing does."""
    above: bytes = b""
    """The name of the folder that paths do not show."""


class Suspect(NamedTuple):
    """A file that may hold something; if it was looked into, with what was seen in it."""

    path: bytes
    weight: Scanned | None = None
    """How much was read of a file that holds nothing; None for any other."""
    digest: bytes = b""
    """The digest of the content that holds something."""
    seen: ScreenResult | None = None

    def known(self, blob: Blob) -> Blob:
        """The blob with what was seen in this file before, if its content is still the same."""
        if self.seen is None or _digest_of(blob.data) != self.digest:
            return blob
        return blob.seen(self.seen)


class Sifted(NamedTuple):
    """The result of sifting some files."""

    suspects: list[Suspect]
    """The files that may hold something. They are not counted in ``clean``."""
    unread: list[Item]
    """The problems of files that could not be read, and names of theirs that may hold something."""
    clean: Scanned
    """How much was read of the files that hold nothing."""


def sift(file_filter: FileFilter, paths: Sequence[bytes], jobs: int) -> Iterator[Sifted]:
    """Reads all these files and keeps none. The results don't depend on ``jobs``, but for what was
    seen of suspects: one process leaves the look to whoever reads them again.

    A folder among them is another repository: git lists no other, and a walk lists none. Raises
    ``KeyguardError`` if a process is killed.
    """
    from keyguard.parallel.pool import ordered_map  # a file that is named needs no processes

    if jobs == 1 or len(paths) < WORTH_PROCESSES:
        jobs, file_filter = 1, file_filter._replace(look=None)
    size = min(PER_TASK, len(paths) // (jobs * TASKS_PER_JOB) + 1)
    tasks = [paths[start : start + size] for start in range(0, len(paths), size)]
    file_filter.prefilter.matches(b"")  # makes it ready once, for all the processes that inherit it
    if file_filter.look is not None:
        file_filter.look.prepare()
    return ordered_map(_sift, file_filter, tasks, jobs, helping=True)


def _sift(file_filter: FileFilter, paths: Sequence[bytes]) -> Sifted:
    """Makes no object for a file that holds nothing, as nearly all do."""
    root, max_size, matches = (
        os.path.join(file_filter.root, b""),
        file_filter.max_size,
        file_filter.prefilter.matches,
    )
    names = _suspect_names(paths, matches)
    names.update(filter(file_filter.telling.fits, paths))
    suspects: list[Suspect] = []
    unread: list[Item] = []
    files = size = 0
    for path in paths:
        content = content_of(root + path, path, max_size)
        if isinstance(content, (Problem, Skip)):
            if path in names:
                unread += name_blobs(Place(path, State.TREE))
            unread.append(submodule(path.rstrip(b"/")) if content is FOLDER else content)
        elif path in names:
            suspects.append(Suspect(path))
        elif not isinstance(content, bytes) or matches(content):
            suspects.append(_suspect(file_filter, path, content))
        else:
            files += 1
            size += len(content)
    return Sifted(suspects, unread, Scanned(files, files, bytes=size, objects=files))


def _suspect_names(paths: Sequence[bytes], matches: Callable[[bytes], bool]) -> set[bytes]:
    return {path for path in paths if matches(path)} if matches(b"\n".join(paths)) else set()


def _suspect(file_filter: FileFilter, path: bytes, content: bytes | OnDisk) -> Suspect:
    look = file_filter.look
    if look is None or (isinstance(content, bytes) and may_be_pointer(content)):
        return Suspect(path)
    item = in_place(content, Place(path, State.TREE, above=file_filter.above))
    if not isinstance(item, Blob):
        return Suspect(path, _weight_if_clean(look.through(item)))
    seen = look.into(item)
    if not seen.screened:
        return Suspect(path, item.weight)
    result = ScreenResult(seen.screened, seen.windows, inside=seen.inside)
    return Suspect(path, None, _digest_of(item.data), result)


def _weight_if_clean(items: Iterator[Blob | Problem | Scanned]) -> Scanned | None:
    weight = Scanned()
    for item in items:
        if not isinstance(item, Scanned):
            return None
        weight += item
    return weight


def _digest_of(data: bytes) -> bytes:
    from keyguard.model.digests import blake2b  # most files hold nothing

    return blake2b(data, digest_size=DIGEST).digest()
