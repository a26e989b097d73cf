"""Globs in the syntax of https://git-scm.com/docs/gitignore, as pathspec reads them."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pathspec


@lru_cache(maxsize=4096)
def glob_spec(globs: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    """The globs as pathspec has them. Raises what that raises for globs that can't be used.

    Hyperscan, which pathspec takes where it is installed, needs 5 ms to compile each of them.
    """
    import pathspec  # slow to load, and most configurations have no globs

    return pathspec.GitIgnoreSpec.from_lines(globs, backend="simple")


def path_matches(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a path, relative to the root, matches one of the globs.

    A surrogate, which stands for a byte that is no UTF-8, counts as a question mark: pathspec may
    hand the path to a compiled matcher in UTF-8, which has no surrogates.
    """
    text = path.encode("utf-8", "replace").decode("utf-8")
    return bool(glob_spec(globs).match_file(text))
