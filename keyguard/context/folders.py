"""The folders above a file, which are searched for files that say how it is built."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Read = Callable[[str], "str | None"]
"""Reads another text file of the snapshot by its path; None if there is none."""
MOST_FOLDERS = 50
"""Folders above a file that are searched; people nest a dozen."""


def upwards(path: str) -> Iterator[str]:
    """The folders of a path from its own to the root, which is empty; others end with a slash.

    Behind ``MOST_FOLDERS`` folders comes the root: each folder is a question to git, and a tree can
    be as deep as somebody likes.
    """
    folder = path.rpartition("/")[0]
    for _ in range(MOST_FOLDERS):
        if not folder:
            break
        yield folder + "/"
        folder = folder.rpartition("/")[0]
    yield ""
