"""The folders above a file, in which what says how it is built is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Read = Callable[[str], "str | None"]
"""Reads another text file of the snapshot by its path; None if there is none."""
MOST_FOLDERS = 50
"""Above a file that are searched for what says how it is built; people nest a dozen."""


def upwards(path: str) -> Iterator[str]:
    """The folders of a path from its own to the root, which is empty; others end with a slash.

    Of a path with more than ``MOST_FOLDERS`` the root is the next one: each of them is a question
    to git, and a tree can be as deep as somebody likes.
    """
    folder = path.rpartition("/")[0]
    for _ in range(MOST_FOLDERS):
        if not folder:
            break
        yield folder + "/"
        folder = folder.rpartition("/")[0]
    yield ""
