"""Globs in gitignore syntax from the configuration's ``exclude``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pathspec


def path_excluded(path: bytes, globs: tuple[str, ...]) -> bool:
    """Whether a path, relative to the root, matches one of the globs."""
    return bool(_spec(globs).match_file(path.decode("utf-8", "replace")))


@lru_cache(maxsize=4)
def _spec(globs: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    import pathspec

    return pathspec.GitIgnoreSpec.from_lines(globs)
