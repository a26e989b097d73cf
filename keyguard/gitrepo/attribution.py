"""Where an object stands: its paths, the commit that brought it in, and whether it is still there.

Asked only for the few objects that hold something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone

from keyguard.gitrepo.index import tracked_entries
from keyguard.gitrepo.log import Change, LogError, changes
from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.run import git
from keyguard.model import Blob, Commit, Part, Place, Problem, State
from keyguard.source import Located

COMMIT_MESSAGE = b"(commit message)"
TAG_MESSAGE = b"(tag message)"

REACHABLE = ("--all", "HEAD")

_PERSON = re.compile(
    rb"^(?:author|tagger) (?P<who>[^\n]*?>) (?P<seconds>-?\d{1,15}) (?P<zone>[+-]\d{4})$",
    re.MULTILINE,
)


class Attribution:
    """Collects places for blobs, from the surest kind of evidence to the faintest."""

    def __init__(self, repository: Repository, blobs: Sequence[Blob]) -> None:
        self._repository = repository
        self._messages = [blob for blob in blobs if blob.part in (Part.COMMIT, Part.TAG)]
        self._contents = {blob.id: blob for blob in blobs if blob.part is Part.CONTENT}
        self._names = {blob.data: blob for blob in blobs if blob.part is Part.NAME}
        self._places: dict[str, dict[bytes, Place]] = {}
        self._problems: list[Problem] = []

    def in_revisions(self, revisions: Sequence[str]) -> Located:
        """Places that the given revisions brought in."""
        self._add_messages()
        self._add_changes(revisions, State.HISTORY)
        self._mark_head()
        self._add_pathless(State.HISTORY)
        return self._result()

    def anywhere(self, commits: Iterable[str]) -> Located:
        """Places in all refs, then in any of ``commits``, then in the index, then none."""
        self._add_messages()
        self._add_changes(self._reachable(), State.HISTORY)
        self._mark_head()
        if self._missing():
            self._add_changes([*commits, "--not", *self._reachable()], State.UNREACHABLE)
        if self._missing():
            self._add_index()
        self._add_pathless(State.UNREACHABLE)
        return self._result()

    def _reachable(self) -> tuple[str, ...]:
        return REACHABLE if self._repository.head() else ("--all",)

    def _add_messages(self) -> None:
        for blob in self._messages:
            path = COMMIT_MESSAGE if blob.part is Part.COMMIT else TAG_MESSAGE
            self._add(blob.id, Place(path, State.MESSAGE, _person(blob)))

    def _add_changes(self, revisions: Sequence[str], state: State) -> None:
        try:
            for change in changes(self._repository, revisions):
                for id_, path in self._matches(change):
                    self._add(id_, Place(path, state, change.commit))
        except LogError as failure:
            self._problems.append(
                Problem(
                    b"",
                    f"git could not read the whole log ({failure}), so some findings may lack "
                    "their commit; check the repository with `git fsck`.",
                )
            )

    def _matches(self, change: Change) -> Iterator[tuple[str, bytes]]:
        if change.blob in self._contents:
            yield change.blob, change.path
        for name, blob in self._names.items():
            before, found, _ = (b"/" + change.path + b"/").partition(b"/" + name + b"/")
            if found:
                yield blob.id, (before + b"/" + name).lstrip(b"/")

    def _mark_head(self) -> None:
        if not self._places or self._repository.head() is None:
            return
        listing = git(["ls-tree", "-r", "-z", "HEAD"], self._repository.folder)
        for line in listing.split(b"\0")[:-1]:
            description, _, path = line.partition(b"\t")
            change = Change(Commit("", "", ""), path, description.split(b" ")[2].decode("ascii"))
            for id_, matched in self._matches(change):
                known = self._places.get(id_, {}).get(matched)
                self._places.setdefault(id_, {})[matched] = Place(
                    matched, State.HEAD, known.commit if known else None
                )

    def _add_index(self) -> None:
        for entry in tracked_entries(self._repository):
            if entry.id in self._missing():
                self._add(entry.id, Place(entry.path, State.INDEX))

    def _add_pathless(self, state: State) -> None:
        """What no commit names: a ref or a tag can lead to a blob, and a blob can lie alone."""
        for id_ in self._missing():
            self._add(id_, Place(f"(object {id_[:12]})".encode(), state))

    def _missing(self) -> set[str]:
        wanted = self._contents.keys() | {blob.id for blob in self._names.values()}
        return wanted - self._places.keys()

    def _add(self, id_: str, place: Place) -> None:
        self._places.setdefault(id_, {}).setdefault(place.path, place)

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
