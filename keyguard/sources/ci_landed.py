"""The refs that the default branch may have in a clone: its content counts as read before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_OF_ORIGIN, _LOCAL = "refs/remotes/origin/", "refs/heads/"
_COMMON_NAMES = ("HEAD", "main", "master")


def refs_of(default: str) -> tuple[str, ...]:
    """The refs that a branch of this name may have.

    A runner has a local branch only of what it was told to check out.
    """
    return _OF_ORIGIN + default, _LOCAL + default


def refs_unless_itself(default: str, pushed: object) -> tuple[str, ...]:
    """The refs of the default branch, unless it is the pushed one.

    Its own pushes have had it read, but not what it gets just now.
    """
    return () if pushed == default else refs_of(default)


def refs_of_remote(remote: object) -> tuple[str, ...]:
    """The refs of a remote's default branch, where nothing says what it is called."""
    return tuple(f"refs/remotes/{remote}/{name}" for name in _COMMON_NAMES) if remote else ()


def likely_refs() -> tuple[str, ...]:
    """The refs of the default branch, where nothing says its name or its remote."""
    return (*refs_of_remote("origin"), *(_LOCAL + name for name in _COMMON_NAMES))


def first_of(refs: Sequence[str], exists: Callable[[str], bool]) -> str:
    """The first of the refs that the clone has; empty if it has none of them."""
    return next(filter(exists, refs), "")
