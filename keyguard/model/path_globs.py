"""Globs in the syntax of https://git-scm.com/docs/gitignore, as pathspec reads them."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pathspec


@lru_cache(maxsize=4096)
def glob_spec(globs: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    """What matches paths with them. Raises what pathspec raises for globs that can't be used.

    Hyperscan, which pathspec takes where it is installed, needs 5 ms to compile each of them.
    """
    import pathspec  # slow to load, and most configurations have no globs

    return pathspec.GitIgnoreSpec.from_lines(globs, backend="simple")
