"""What a change starts from, to tell what the change has brought and what was there before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.listing import FileListing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob
from keyguard.model.source import Source
from keyguard.sources.path_names import name_blobs


def base_source(repository: Repository, files: FileListing) -> Source:
    """A source that reads only what it is asked for: files, and names of files and folders."""

    def read(wanted: Callable[[bytes], bool]) -> Iterator[Blob]:
        try:
            yield from files.read(wanted)
        except KeyguardError:  # git is not there, or fails: then all of the change counts as new
            return
        done: set[bytes] = set()
        for place in files.places():
            parts = place.path.split(b"/")
            for end in range(1, len(parts) + 1):
                path = b"/".join(parts[:end])
                if path not in done and wanted(path):
                    done.add(path)
                    yield from name_blobs(place._replace(path=path))

    siblings = SiblingFiles(repository).read
    return Source(iter(()), read_sibling=siblings, is_tracked=files.holds, read_beside=read)
