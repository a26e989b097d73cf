"""Which refs lead to what was found, whether it is at their tips, and whether it was pushed.

Looks at the few things that hold something, once it is known where they are. What git can't say
stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from keyguard.gitrepo.command.leading_refs import (
    NamedRef,
    leading_refs,
    named_refs,
    stashes,
)
from keyguard.gitrepo.command.log import commits_of, describe
from keyguard.gitrepo.repository import Repository
from keyguard.model import Commit, Place, State
from keyguard.model.refs import REMOTES, STASH, TAG_MESSAGE, TAGS, is_branch
from keyguard.model.source import Located

if TYPE_CHECKING:
    from keyguard.gitrepo.provenance.first_commits import Appearance, Appearances

Key = tuple[str, bytes]
"""The id of a blob, or of a name, and a path."""

_PLACED = frozenset({State.HEAD, State.INDEX, State.MESSAGE})
"""States that say more than any ref does."""


class Refs:
    """The refs of a repository, and what they lead to."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._leading: dict[str, tuple[str, ...]] = {}

    def prepare(self, located: Located) -> None:
        """Finds out which refs lead to the commits of all places."""
        places = [place for found in located.places.values() for place in found]
        commits = {place.commit.id for place in places if place.commit and place.commit.id}
        targets = {ref.target or ref.id for ref in self.all if ref.id in commits}
        self._leading = leading_refs(self._repository, sorted(commits | targets), self.all)

    def with_commit(self, commit: Commit | None) -> tuple[str, ...] | None:
        """The names of the refs that lead to a commit; None if git did not say."""
        return self._leading.get(commit.id) if commit else None

    @cached_property
    def all(self) -> list[NamedRef]:
        """Every ref that points at no other."""
        return named_refs(self._repository)

    @cached_property
    def has_remotes(self) -> bool:
        """Whether anything is known of what a remote has."""
        return any(ref.name.startswith(REMOTES) for ref in self.all)

    @cached_property
    def by_id(self) -> dict[str, tuple[str, ...]]:
        """The names of the refs by each id that they name or, as annotated tags, lead to."""
        names: dict[str, tuple[str, ...]] = {}
        for ref in self.all:
            for id_ in filter(None, {ref.id, ref.target}):
                names[id_] = (*names.get(id_, ()), ref.name)
        return names

    def unpushed(self, revisions: Iterable[str]) -> frozenset[str]:
        """The commits that revisions lead to, and none that is known of a remote. Raises
        ``LogError``."""
        if not self.has_remotes:
            return frozenset()
        return frozenset(commits_of(self._repository, [*revisions, "--not", "--remotes"]))

    def of_message(self, place: Place) -> Place:
        """The place of a commit's or a tag's message, with the refs that lead to it."""
        if place.commit is None:
            return place
        if place.path == TAG_MESSAGE:
            return self._of_tag(place, place.commit.id)
        names = self.with_commit(place.commit)
        if names is None:
            return place
        return place._replace(refs=names, pushed=self._pushed(names))

    def _of_tag(self, place: Place, id_: str) -> Place:
        """No remote can have a tag whose commit it has not; of others nobody knows."""
        tags = [ref for ref in self.all if id_ in (ref.id, ref.target)]
        leading = [name for ref in tags if ref.target for name in self._leading.get(ref.target, ())]
        place = place._replace(refs=tuple(ref.name for ref in tags))
        return place._replace(pushed=False) if tags and self._pushed(leading) is False else place

    def _pushed(self, names: Iterable[str]) -> bool | None:
        """Whether any of these is a remote's."""
        if not self.has_remotes:
            return None
        return any(name.startswith(REMOTES) for name in names)


def together(leading: tuple[str, ...] | None, tips: tuple[str, ...]) -> tuple[str, ...] | None:
    """All refs, each once; None if nothing is known of any."""
    return tuple(dict.fromkeys((*(leading or ()), *tips))) if tips or leading is not None else None


class _Scopes(NamedTuple):
    """What appears in which commits: each that was looked for is in the first that has it."""

    branches: frozenset[Key] = frozenset()
    pushed: frozenset[Key] = frozenset()
    others: frozenset[Key] = frozenset()
    """Tags, notes, and what else has a name."""
    stash: frozenset[Key] = frozenset()


class Standing:
    """Says of places in a whole history which refs lead to them."""

    def __init__(
        self,
        repository: Repository,
        appearances: Appearances | None,
        id_of: Callable[[Appearance], str],
        reachable: Callable[[], Sequence[str]],
    ) -> None:
        """``appearances`` are None if nothing was looked for; ``reachable`` gives all commits that
        a ref leads to, parents first."""
        self._repository = repository
        self._appearances = appearances
        self._id_of = id_of
        self._reachable_commits = reachable
        self._refs = Refs(repository)

    def refined(self, located: Located) -> Located:
        """The same places with all that refs say of them. Raises ``LogError``."""
        if not located.places:
            return located
        self._refs.prepare(located)
        last = self._last()
        scopes = self._scopes()
        tips = self._tips()
        places = {
            id_: tuple(
                self._refined((id_, place.path), place, last, scopes, tips) for place in found
            )
            for id_, found in located.places.items()
        }
        return located._replace(places=places)

    def _refined(
        self,
        key: Key,
        place: Place,
        last: Mapping[Key, Commit],
        scopes: _Scopes,
        tips: Mapping[Key, tuple[str, ...]],
    ) -> Place:
        if place.state is State.MESSAGE:
            return self._refs.of_message(place)
        here = tips.get(key, ()) or self._refs.by_id.get(key[0], ())
        leading = self._refs.with_commit(place.commit)
        place = place._replace(
            refs=together(leading, here),
            tips=here,
            last=last.get(key),
            pushed=_pushed(key, scopes) if self._refs.has_remotes else None,
        )
        if place.state in _PLACED:
            return place
        return place._replace(state=_state(key, place, scopes, self._refs.has_remotes))

    def _tips(self) -> dict[Key, tuple[str, ...]]:
        """The refs whose own commits hold what was looked for."""
        found: dict[Key, list[str]] = {}
        for id_, names in self._refs.by_id.items():
            for key in self._in([id_]):
                found.setdefault(key, []).extend(names)
        return {key: tuple(names) for key, names in found.items()}

    def _scopes(self) -> _Scopes:
        if self._appearances is None:
            return _Scopes()
        head = ["HEAD"] if self._repository.head() else []
        of_branches = ["--branches", "--remotes", *head]
        aside = commits_of(self._repository, ["--all", *head, "--not", *of_branches])
        stash = commits_of(
            self._repository,
            [*stashes(self._repository), "--not", f"--exclude={STASH}", "--all", *head],
        )
        unpushed = self._refs.unpushed(["--branches", *head])
        beside = frozenset(aside).difference(stash)
        not_in_branches = frozenset(aside).union(stash)
        branches = [each for each in self._reachable() if each not in not_in_branches]
        return _Scopes(
            branches=self._in(branches),
            pushed=self._in([each for each in branches if each not in unpushed]),
            others=self._in([each for each in aside if each in beside]),
            stash=self._in(stash),
        )

    def _last(self) -> dict[Key, Commit]:
        """The last commit that holds each."""
        reachable = self._reachable()
        rows = self._appearances.appearances(reachable[::-1]) if self._appearances else []
        described = describe(self._repository, {row.commit for row in rows})
        ranks = {id_: rank for rank, id_ in enumerate(reachable) if id_ in described}
        return {
            (self._id_of(row), row.path): described[row.commit]._replace(rank=ranks[row.commit])
            for row in rows
        }

    def _reachable(self) -> Sequence[str]:
        return self._reachable_commits() if self._appearances else ()

    def _in(self, commits: Sequence[str]) -> frozenset[Key]:
        if self._appearances is None or not commits:
            return frozenset()
        rows = self._appearances.appearances(commits)
        return frozenset((self._id_of(row), row.path) for row in rows)


def _pushed(key: Key, scopes: _Scopes) -> bool | None:
    """Of tags and of what no branch has nobody knows: git keeps no list of a remote's tags."""
    if key in scopes.pushed:
        return True
    return False if key in scopes.branches and key not in scopes.others else None


def _state(key: Key, place: Place, scopes: _Scopes, has_remotes: bool) -> State:
    if any(map(is_branch, place.tips)):
        return State.BRANCH
    if key in scopes.branches:
        return State.UNPUSHED if has_remotes and key not in scopes.pushed else State.HISTORY
    if key in scopes.others or set(place.tips) - {STASH}:
        is_tagged = any(name.startswith(TAGS) for name in place.refs or ())
        return State.TAG if is_tagged else State.HISTORY
    return State.STASH if key in scopes.stash else place.state
