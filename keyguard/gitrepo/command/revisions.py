"""The objects and commits that a range of revisions brings, and which of them are not stored."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import NO_REASON, git, git_words, try_git
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import annotated_tags, head_id, refs, symbolic_refs
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_ID = lazy_pattern(r"\^?[0-9a-f]+")


class RangeObjects(NamedTuple):
    """The ids of the objects that a range brings: those that are stored here and those that are
    not."""

    stored: list[str]
    missing: list[str]


def range_objects(repository: Repository, revisions: Sequence[str]) -> RangeObjects:
    """Every object that ``resolved`` revisions bring: commits, trees, blobs, named tags.

    Raises ``KeyguardError`` if git can't list them.
    """
    listing = ["rev-list", "--objects", "--no-object-names", "--missing=print", "--stdin"]
    stdin = "".join(f"{revision}\n" for revision in revisions).encode("ascii")
    ids = git(listing, repository.folder, stdin=stdin).decode("ascii").split()
    return RangeObjects(
        [id_ for id_ in ids if not id_.startswith("?")],
        [id_[1:] for id_ in ids if id_.startswith("?")],
    )


def independent(repository: Repository, commits: Sequence[str]) -> Sequence[str]:
    """What is left of commits without those that another of them leads to."""
    if len(commits) < 2:
        return commits
    answer = try_git(["merge-base", "--independent", *commits], repository.folder)
    return answer.stdout.decode("ascii", "replace").split() or commits


def brings(repository: Repository, revisions: Sequence[str], commit: str) -> bool:
    """Whether ``resolved`` revisions bring anything that a commit has; then it is no state from
    before them."""
    end = next((id_ for id_ in revisions if not id_.startswith("^")), "")
    if not end or f"^{commit}" in revisions:
        return False
    excluded = [id_ for id_ in revisions if id_.startswith("^")]
    wanted = "\n".join([fork_point(repository, commit, end), *excluded]).encode("ascii")
    return bool(git(["rev-list", "--max-count=1", "--stdin"], repository.folder, stdin=wanted))


def fork_point(repository: Repository, base: str, head: str) -> str:
    """The commit at which ``head`` left ``base``.

    It is ``base`` itself if the two share no commit, or if each was merged into the other: then no
    commit that they share holds all that ``head`` has from ``base``.
    """
    command = ["merge-base", "--all", "--end-of-options", base, head]
    shared = try_git(command, repository.folder).stdout.decode("ascii").split()
    return shared[0] if len(shared) == 1 else base


def resolved(repository: Repository, arguments: Sequence[str]) -> list[str]:
    """The revisions as ids, each excluded one behind a ``^``.

    Takes what git-rev-list(1) takes: ``A..B``, ``A...B``, ``A``, ``^A``, ``A^!``. Raises
    ``KeyguardError`` if one of them names nothing here.
    """
    for argument in arguments:
        if argument.startswith("-") or not argument.strip() or "\n" in argument:
            raise KeyguardError(f"{argument!r} is not a range of commits; write it as BASE..HEAD.")
    digits = 2 * (repository.layout.id_length or 0)
    sides = [side for argument in arguments for side in _sides(argument)]
    if digits and all(len(each.lstrip("^")) == digits and _ID.fullmatch(each) for each in sides):
        return sides
    answer = try_git(["rev-parse", "--revs-only", *arguments, "--"], repository.folder)
    ids = answer.stdout.decode("ascii", "replace").split()
    if answer.returncode != 0 or not ids:
        raise KeyguardError(_bad_range(repository, arguments, git_words(answer.stderr)))
    return ids


def _sides(argument: str) -> list[str]:
    """What ``A..B`` is short for."""
    start, dots, end = argument.partition("..")
    return [end, f"^{start}"] if dots else [argument]


def tags_of(repository: Repository, commits: frozenset[str]) -> list[str]:
    """The annotated tags that lead to one of these commits."""
    try:
        return [tag for tag, target in annotated_tags(repository.layout) if target in commits]
    except LEFT_TO_GIT:
        return _tags_told_by_git(repository, commits)


def _tags_told_by_git(repository: Repository, commits: frozenset[str]) -> list[str]:
    listing = git(
        ["for-each-ref", "--format=%(objecttype) %(objectname) %(*objectname)", "refs/tags"],
        repository.folder,
    )
    rows = (line.split(" ") for line in listing.decode("ascii").splitlines())
    return [tag for type_, tag, target in rows if type_ == "tag" and target in commits]


def tips(repository: Repository) -> list[str]:
    """The ids that HEAD and the refs name. Raises ``KeyguardError`` if they can't be listed."""
    try:
        ids = {ref.id for ref in refs(repository.layout).values()}
        return sorted(ids.union(filter(None, [head_id(repository.layout)])))
    except LEFT_TO_GIT:
        return _tips_told_by_git(repository)


def _tips_told_by_git(repository: Repository) -> list[str]:
    listing = git(["for-each-ref", "--format=%(objectname)"], repository.folder)
    head = try_git(["rev-parse", "--verify", "--quiet", "HEAD"], repository.folder)
    return [*listing.decode("ascii").split(), *head.stdout.decode("ascii", "replace").split()]


def has_remote_branches(repository: Repository) -> bool:
    """Whether anything was ever fetched from another repository."""
    remote = "refs/remotes/"
    with suppress(*LEFT_TO_GIT):
        if any(name.startswith(remote) for name in refs(repository.layout)):
            return True
        if not any(name.startswith(remote) for name in symbolic_refs(repository.layout)):
            return False
    command = ["for-each-ref", "--count=1", "--format=%(refname)", remote]
    return bool(try_git(command, repository.folder).stdout)


def missing_objects(repository: Repository) -> list[str]:
    """The ids of objects that refs lead to but that are not stored.

    Raises ``KeyguardError`` if a commit is missing.
    """
    listing = git(
        ["rev-list", "--objects", "--all", "--missing=print", "--quiet"], repository.folder
    )
    lines = listing.decode("ascii", "replace").splitlines()
    return [line[1:] for line in lines if line.startswith("?")]


def _bad_range(repository: Repository, arguments: Sequence[str], words: str) -> str:
    shown = " ".join(arguments)
    if repository.shallow_commits:
        return (
            f"{shown!r} names commits that are not in this shallow clone; fetch the whole history "
            "(`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)."
        )
    reason = "" if words == NO_REASON else f" ({words})"
    return f"{shown!r} is not a range of commits in {repository.folder}{reason}; check both ends."
