"""Attribution against a slow account of the same history, and the odd corners one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from keyguard.gitrepo import log
from keyguard.gitrepo.attribution import Attribution
from keyguard.gitrepo.repo import Repository as Opened
from keyguard.model import Blob, Part, Place, State
from keyguard.source import Located
from tests.gitrepo.histories import (
    PATHS,
    Account,
    commit_ids,
    stored,
    write_random_history,
)
from tests.tools import Repository

NAMES = sorted({part for path in PATHS for part in path.split(b"/")})


def locate(repository: Repository, wanted: Sequence[str | bytes], jobs: int = 1) -> Located:
    """Where blobs (by id) and names (in bytes) stand."""
    blobs = [
        Blob(key, b"") if isinstance(key, str) else Blob(f"name {key!r}", key, part=Part.NAME)
        for key in wanted
    ]
    attribution = Attribution(Opened.find(repository.path), blobs, jobs)
    return attribution.anywhere(lambda: stored(repository, "commit"))


def places(located: Located, key: str | bytes) -> set[tuple[bytes, State, str | None]]:
    """What was found for one blob or name, less the people."""
    id_ = key if isinstance(key, str) else f"name {key!r}"
    return {
        (place.path, place.state, place.commit.id if place.commit else None)
        for place in located.places[id_]
    }


def only(located: Located, id_: str) -> Place:
    (place,) = located.places[id_]
    return place


def blob_at(repository: Repository, where: str) -> str:
    return repository.git("rev-parse", where)


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_the_slow_account(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "WORTH_A_PROCESS", 5)
    jobs = 1 + seed % 3
    form = "sha1" if seed % 4 else "sha256"
    repository = Repository.create(tmp_path / "repository", f"--object-format={form}")
    write_random_history(repository, random.Random(seed))
    account = Account(repository)
    blobs = stored(repository, "blob")
    for wanted in (blobs, NAMES, blobs[::3] + NAMES[::3]):
        located = locate(repository, wanted, jobs)
        assert located.problems == ()
        expected = account.anywhere(wanted)
        assert {key: places(located, key) for key in expected} == expected
        assert expected.keys() == set(wanted) & {*expected, *blobs}


@pytest.mark.parametrize("seed", range(4))
def test_ranges_agree_with_the_slow_account(repository: Repository, seed: int) -> None:
    chance = random.Random(seed)
    write_random_history(repository, chance)
    account = Account(repository)
    blobs = stored(repository, "blob")
    tips = repository.git("for-each-ref", "--format=%(objectname)").split()
    for _ in range(4):
        tip, base = chance.choice(tips), chance.choice(stored(repository, "commit"))
        attribution = Attribution(Opened.find(repository.path), [Blob(id_, b"") for id_ in blobs])
        located = attribution.in_revisions([tip, f"^{base}"])
        expected = account.brought_by(commit_ids(repository, tip, f"^{base}"))
        found = {
            id_: {(place.path, place.commit.id) for place in located.places[id_] if place.commit}
            for id_ in blobs
        }
        assert {id_: rows for id_, rows in found.items() if rows} == {
            id_: rows for id_, rows in expected.items() if id_ in found
        }


def test_a_commit_is_told_with_its_author_and_date(repository: Repository) -> None:
    commit = repository.commit_file("a", "content")
    place = only(locate(repository, [blob_at(repository, "HEAD:a")]), blob_at(repository, "HEAD:a"))
    assert place.commit is not None
    assert place.commit.id == commit
    assert place.commit.author == "Ada Author <ada@example.org>"
    assert place.commit.date.startswith("2026-01-01T13:00:00")


def test_what_only_an_evil_merge_has(repository: Repository) -> None:
    repository.commit_file("a", "1")
    repository.git("checkout", "-qb", "side")
    repository.commit_file("b", "2")
    repository.git("checkout", "-q", "main")
    repository.commit_file("c", "3")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repository.write("a", "evil")
    merge = repository.commit("merge")
    repository.commit_file("a", "1")
    evil = blob_at(repository, f"{merge}:a")
    assert places(locate(repository, [evil]), evil) == {(b"a", State.HISTORY, merge)}


def test_every_part_of_a_stash(repository: Repository) -> None:
    repository.commit_file("a", "1")
    repository.write("a", "staged")
    repository.git("add", "a")
    repository.write("a", "changed")
    repository.write("new", "untracked")
    repository.git("stash", "--quiet", "--include-untracked")
    for where, commit in (("a", "stash"), ("a", "stash^2"), ("new", "stash^3")):
        blob, id_ = blob_at(repository, f"{commit}:{where}"), blob_at(repository, commit)
        expected = {(where.encode(), State.HISTORY, id_)}
        assert places(locate(repository, [blob]), blob) == expected
    assert len({blob_at(repository, f"stash{part}:a") for part in ("", "^1", "^2")}) == 3


def test_what_no_commit_has(repository: Repository) -> None:
    repository.commit()
    write = ("hash-object", "-w", "--stdin")
    alone, tagged, staged = (
        repository.git(*write, stdin=text) for text in (b"alone", b"tagged", b"staged")
    )
    repository.git("tag", "blob", tagged)
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{staged},dir/staged")
    located = locate(repository, [alone, tagged, staged])
    assert only(located, staged) == Place(b"dir/staged", State.INDEX)
    for id_ in (alone, tagged):
        assert only(located, id_) == Place(f"(object {id_[:12]})".encode(), State.UNREACHABLE)


def test_a_place_in_history_hides_one_in_the_index(repository: Repository) -> None:
    first = repository.commit_file("a", "1")
    blob = blob_at(repository, "HEAD:a")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},b")
    assert places(locate(repository, [blob]), blob) == {(b"a", State.HEAD, first)}


def test_replacements_and_notes_change_nothing(repository: Repository) -> None:
    first = repository.commit_file("a", "1")
    second = repository.commit_file("a", "2")
    blob = blob_at(repository, f"{first}:a")
    repository.git("notes", "add", "--message", "a note")
    repository.git("replace", first, second)
    assert places(locate(repository, [blob]), blob) == {(b"a", State.HISTORY, first)}


def test_a_detached_head_and_none_at_all(repository: Repository) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"1")
    assert only(locate(repository, [blob]), blob).state is State.UNREACHABLE
    commit = repository.commit_file("a", "1")
    repository.git("checkout", "-q", "--detach")
    repository.git("branch", "-qD", "main")
    assert places(locate(repository, [blob]), blob) == {(b"a", State.HEAD, commit)}


@pytest.mark.parametrize("hole", ["HEAD", "HEAD~3"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_log_with_a_hole_is_told_and_the_rest_is_read(
    repository: Repository, jobs: int, hole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "WORTH_A_PROCESS", 0)
    first = repository.commit_file("a", "1")
    blob = blob_at(repository, "HEAD:a")
    for number in range(8):
        repository.commit_file("a", f"other {number}")
    tree = blob_at(repository, f"{hole}^{{tree}}")
    (repository.path / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    located = locate(repository, [blob], jobs)
    assert located.problems
    assert all("git fsck" in problem.message for problem in located.problems)
    assert places(located, blob) == {(b"a", State.HISTORY, first)}
