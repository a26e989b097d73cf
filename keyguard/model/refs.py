"""Names of refs: what kind of ref each is, and what it is called in a sentence."""

from __future__ import annotations

BRANCHES, REMOTES, TAGS, STASH = "refs/heads/", "refs/remotes/", "refs/tags/", "refs/stash"
"""How full names begin (gitrepository-layout(5))."""
FORGES = (
    "refs/pull/",
    "refs/merge-requests/",
    "refs/pull-requests/",
    "refs/changes/",
    "refs/pipelines/",
)
"""How the refs begin that GitHub, GitLab, Bitbucket and Gerrit make of what is proposed to them, or
of what a pipeline runs for."""

COMMIT_MESSAGE, TAG_MESSAGE = b"(commit message)", b"(tag message)"
"""What stands for a path where a message holds something."""
REF_NAME = b"(name of a ref)"
"""The same where the name of a branch or a tag does."""


def is_branch(name: str) -> bool:
    """Whether a ref is a branch, here or of a remote."""
    return name.startswith((BRANCHES, REMOTES))


def is_of_remote(name: str) -> bool:
    """Whether a ref tells what a remote has: a copy of its branch, or of a forge's making."""
    return name.startswith((REMOTES, *FORGES))


def short(name: str) -> str:
    """``main``, ``origin/main``, ``v1.0``; other names without ``refs/``."""
    for beginning in (BRANCHES, REMOTES, TAGS, "refs/"):
        if name.startswith(beginning):
            return name.removeprefix(beginning)
    return name
