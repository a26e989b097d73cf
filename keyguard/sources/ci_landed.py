"""Where the default branch may be in a clone: what it holds is taken as read before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_OF_ORIGIN, _LOCAL = "refs/remotes/origin/", "refs/heads/"
_COMMON_NAMES = ("HEAD", "main", "master")


def refs_of(default: str) -> tuple[str, ...]:
    """The refs of a branch by its name. A runner has a local one of what it was told to check out
    only."""
    return _OF_ORIGIN + default, _LOCAL + default


def refs_unless_itself(default: str, pushed: object) -> tuple[str, ...]:
    """The default branch has been read by pushes of its own, but not what it gets just now."""
    return () if pushed == default else refs_of(default)


def refs_of_remote(remote: object) -> tuple[str, ...]:
    """The default branch of a remote, where nothing says what it is called."""
    return tuple(f"refs/remotes/{remote}/{name}" for name in _COMMON_NAMES) if remote else ()


def likely_refs() -> tuple[str, ...]:
    """The default branch, where nothing says what it is called, nor of which remote."""
    return (*refs_of_remote("origin"), *(_LOCAL + name for name in _COMMON_NAMES))


def first_of(refs: Sequence[str], exists: Callable[[str], bool]) -> str:
    """The first ref that the clone has; empty if it has none of them."""
    return next(filter(exists, refs), "")
