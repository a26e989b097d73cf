"""Damage that git passes over: to the index, HEAD and refs.

git lists an index whose checksum is wrong, and leaves out a ref that names nothing, with a warning
at most. Whatever they would have led to was not read, so each of them is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.gitrepo.discovery import ID_LENGTHS
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index_format import has_checksum
from keyguard.gitrepo.worktree.refs import broken_refs, head_commit
from keyguard.gitrepo.worktree.staged_diff import index_data
from keyguard.model import Problem


def index_damage(repository: Repository, where: str = "") -> Iterator[Problem]:
    """Why the index may list less than was staged, or something else.

    ``where`` follows the index's name in a sentence.
    """
    layout = repository.layout
    try:
        data = index_data(layout)
    except OSError as error:
        yield Problem(
            b"",
            f"the index{where} can't be read ({error.strerror}), so it is not known what is "
            "staged; repair it, or make a new one (`git reset`).",
        )
        return
    lengths = [layout.id_length] if layout.id_length else ID_LENGTHS.values()
    if data is not None and not any(has_checksum(data, length) for length in lengths):
        yield Problem(
            b"",
            f"the index{where} is damaged (its checksum is wrong), so it is not known what is "
            "staged; remove the file and make a new one (`git reset`).",
        )


def head_damage(repository: Repository) -> Iterator[Problem]:
    """Why keyguard can't tell what the next commit changes."""
    layout = repository.layout
    try:
        head_commit(layout)
        return
    except LEFT_TO_GIT:
        pass
    from keyguard.gitrepo.command.rev_parse import is_unborn

    if repository.head() is None and (layout.id_length or not is_unborn(repository.folder)):
        yield Problem(
            b"",
            "HEAD names a commit that can't be read, so all that is staged counts as new; check "
            "the repository with `git fsck`.",
        )


def ref_damage(repository: Repository, below: str = "") -> Iterator[Problem]:
    """Which refs, among those whose names begin with ``below``, are damaged and lead nowhere."""
    try:
        names = broken_refs(repository.layout)
    except OSError as error:
        yield Problem(
            b"",
            f"the refs can't be read ({error.strerror}); check the repository with `git fsck`.",
        )
        return
    for name in names:
        if name.startswith((below, "packed-refs")):
            yield Problem(
                b"",
                f"{name} is damaged, so what it led to was not read; check the repository with "
                "`git fsck`.",
            )
