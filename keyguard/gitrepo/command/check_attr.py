"""Which files git stores in another form than the work tree has them: git-check-attr(1)."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.gitrepo.command.run import git
from keyguard.gitrepo.repository import Repository

_AS_THEY_ARE = (b"unspecified", b"unset", b"lfs")
"""Values of ``filter`` that change nothing of what is published: Git LFS publishes the file."""


def filtered_paths(repository: Repository, paths: Sequence[bytes]) -> frozenset[bytes]:
    """Those of the paths that a filter, such as git-crypt, changes on their way into the index.

    The filter is not run, and attributes are those of the index: git would wait for a pipe in the
    work tree. Raises ``KeyguardError`` if git fails.
    """
    if not paths:
        return frozenset()
    command = ["check-attr", "--cached", "-z", "--stdin", "filter"]
    answer = git(command, repository.folder, stdin=b"\0".join(paths) + b"\0")
    fields = answer.split(b"\0")[:-1]
    rows = zip(fields[::3], fields[2::3], strict=True)
    return frozenset(path for path, value in rows if value not in _AS_THEY_ARE)
