"""Where an object stands: its paths, the commit that brought it in, and whether it is still there.

Asked only for the few objects that hold something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from keyguard.gitrepo.index import tracked_entries
from keyguard.gitrepo.log import (
    Change,
    LogError,
    Wanted,
    changes,
    commits_of,
    describe,
    id_of,
    own_changes,
    snapshot,
)
from keyguard.gitrepo.repo import Repository
from keyguard.model import Blob, Commit, Part, Place, Problem, Sight, State
from keyguard.source import Located

COMMIT_MESSAGE = b"(commit message)"
TAG_MESSAGE = b"(tag message)"

REACHABLE = ("--all", "HEAD")

Compare = Callable[[Repository, Sequence[bytes], Wanted, int], Iterator[Change]]

_PERSON = re.compile(
    rb"^(?:author|tagger) (?P<who>[^\n]*?>) (?P<seconds>-?\d{1,15}) (?P<zone>[+-]\d{4})$",
    re.MULTILINE,
)


class Attribution:
    """Collects places for blobs, from the surest kind of evidence to the faintest."""

    def __init__(self, repository: Repository, blobs: Sequence[Blob], jobs: int = 1) -> None:
        self._repository = repository
        self._jobs = jobs
        self._messages = [blob for blob in blobs if blob.part in (Part.COMMIT, Part.TAG)]
        self._contents = {blob.id for blob in blobs if blob.part is Part.CONTENT}
        self._unread = {blob.id for blob in blobs if blob.seen is Sight.UNREAD}
        self._names = {blob.data: blob.id for blob in blobs if blob.part is Part.NAME}
        self._places: dict[str, dict[bytes, Place]] = {}
        self._problems: list[Problem] = []

    def in_revisions(self, revisions: Sequence[str]) -> Located:
        """Places that the given revisions brought in."""
        self._add_messages()
        with self._log_problems():
            commits = commits_of(self._repository, revisions)
            self._add_changes(own_changes, commits, State.HISTORY)
        self._mark_head(self._all())
        self._add_pathless(State.HISTORY)
        return self._result()

    def anywhere(self, commits: Callable[[], Iterable[str]]) -> Located:
        """Places in all refs; for what has none, in any of ``commits``; then in the index.

        Of what is there because it could not be read, nobody asks since when: HEAD is enough.
        """
        self._add_messages()
        if self._unread:
            self._mark_head(self._unread)
        reachable = REACHABLE if self._repository.head() else ("--all",)
        found: Sequence[bytes] = ()
        if self._missing():
            with self._log_problems():
                found = commits_of(self._repository, reachable)
                self._add_changes(changes, found, State.HISTORY)
            self._mark_head(self._all())
        if self._missing() and (rest := set(commits()).difference(map(id_of, found))):
            with self._log_problems():
                found = commits_of(self._repository, [*sorted(rest), "--not", *reachable])
                self._add_changes(changes, found, State.UNREACHABLE)
        if self._missing():
            self._add_index()
        self._add_pathless(State.UNREACHABLE)
        return self._result()

    def _add_messages(self) -> None:
        for blob in self._messages:
            path = COMMIT_MESSAGE if blob.part is Part.COMMIT else TAG_MESSAGE
            self._add(blob.id, Place(path, State.MESSAGE, _person(blob)))

    def _add_changes(self, compare: Compare, commits: Sequence[bytes], state: State) -> None:
        """Each path of what has no place yet, with the first commit that has it."""
        missing = self._missing()
        wanted = self._wanted(missing)
        first: dict[tuple[str, bytes], str] = {}
        try:
            for change in compare(self._repository, commits, wanted, self._jobs):
                for id_, path in self._matches(change.blob, change.path):
                    if id_ in missing:
                        first.setdefault((id_, path), change.commit)
        finally:
            described = describe(self._repository, dict.fromkeys(first.values()))
            for (id_, path), commit in first.items():
                self._add(id_, Place(path, state, described[commit]))

    def _wanted(self, ids: Set[str]) -> Wanted:
        return Wanted(
            {id_.encode("ascii") for id_ in self._contents & ids},
            {name for name, id_ in self._names.items() if id_ in ids},
        )

    def _matches(self, blob: str, path: bytes) -> Iterator[tuple[str, bytes]]:
        """The blobs, and file names that matter, at a path, each with the path that ends there."""
        if blob in self._contents:
            yield blob, path
        if not self._names:
            return
        parts = path.split(b"/")
        if len(parts) > 1 and path in self._names:
            yield self._names[path], path
        for end, name in enumerate(parts, 1):
            if name in self._names:
                yield self._names[name], b"/".join(parts[:end])

    def _mark_head(self, ids: Set[str]) -> None:
        if self._repository.head() is None:
            return
        wanted = self._wanted(ids)
        with self._log_problems():
            for path, blob in snapshot(self._repository, "HEAD", wanted):
                for id_, matched in self._matches(blob, path):
                    places = self._places.setdefault(id_, {})
                    known = places.get(matched)
                    commit = known.commit if known else None
                    places[matched] = Place(matched, State.HEAD, commit)

    def _add_index(self) -> None:
        missing = self._missing()
        for entry in tracked_entries(self._repository):
            if entry.id in missing:
                self._add(entry.id, Place(entry.path, State.INDEX))

    def _add_pathless(self, state: State) -> None:
        """What no commit names: a ref or a tag can lead to a blob, and a blob can lie alone."""
        for id_ in self._missing():
            self._add(id_, Place(f"(object {id_[:12]})".encode(), state))

    def _all(self) -> set[str]:
        return self._contents.union(self._names.values())

    def _missing(self) -> set[str]:
        return self._all() - self._places.keys()

    def _add(self, id_: str, place: Place) -> None:
        self._places.setdefault(id_, {}).setdefault(place.path, place)

    @contextmanager
    def _log_problems(self) -> Iterator[None]:
        try:
            yield
        except LogError as failure:
            self._problems.append(
                Problem(
                    b"",
                    f"git could not read the whole log ({failure}), so some findings may lack "
                    "their commit; check the repository with `git fsck`.",
                )
            )

    def _result(self) -> Located:
        places = {id_: tuple(by_path.values()) for id_, by_path in self._places.items()}
        return Located(places, tuple(self._problems))


def _person(blob: Blob) -> Commit | None:
    """Who wrote a commit or tag object, and when."""
    header = blob.data.partition(b"\n\n")[0]
    found = _PERSON.search(header)
    if found is None:
        return Commit(blob.id, "", "")
    zone = int(found["zone"])
    offset = timedelta(hours=abs(zone) // 100, minutes=abs(zone) % 100)
    try:
        date = datetime.fromtimestamp(
            int(found["seconds"]), timezone(offset if zone >= 0 else -offset)
        ).isoformat()
    except (ValueError, OverflowError, OSError):
        date = ""
    return Commit(blob.id, found["who"].decode("utf-8", "replace"), date)
