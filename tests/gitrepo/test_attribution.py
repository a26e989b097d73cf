"""Attribution against a slow account of the same history, and the odd corners one by one."""

from __future__ import annotations

import errno
import itertools
import random
import re
import subprocess
import tempfile
from collections.abc import Sequence
from typing import IO, NamedTuple

import pytest

from keyguard.gitrepo.history import oid_numbers, reader
from keyguard.gitrepo.history.policies import TreePolicy
from keyguard.gitrepo.provenance import first_commits, recorded_tasks
from keyguard.gitrepo.provenance.attribution import Attribution
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.repository import Repository as Opened
from keyguard.model import Blob, Part, Place, State
from keyguard.model.source import Located
from tests.gitrepo.histories import (
    PATHS,
    Account,
    Found,
    commit_ids,
    stored,
    write_random_history,
)
from tests.gitrepo.prefilters import Containing, judge_every_change, reader_of
from tests.gitrepo.repositories import objects_folder
from tests.tools import Repository

Folders = pytest.TempPathFactory
NEVER = rb"(?!)"
LONGEST_NAME = 20
NAMES = sorted({part for path in PATHS for part in path.split(b"/")})


def locate(repository: Repository, wanted: Sequence[str | bytes], jobs: int = 1) -> Located:
    """Where blobs (by id) and names (in bytes) stand."""
    blobs = [
        Blob(key, b"") if isinstance(key, str) else Blob(f"name {key!r}", key, part=Part.NAME)
        for key in wanted
    ]
    names = b"|".join(re.escape(key) for key in wanted if isinstance(key, bytes))
    prefilter = Containing(names or NEVER, LONGEST_NAME)
    reader = reader_of(objects_folder(repository), prefilter, jobs=jobs)
    for _ in reader:
        pass
    attribution = Attribution(Opened.find(repository.path), blobs)
    located = attribution.anywhere(reader)
    return located._replace(places=attribution.standing(located.places))


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


STORED = {
    "as imported": "true",
    "loose": "mv .git/objects/pack ../packs && mkdir .git/objects/pack && "
    "for pack in ../packs/*.pack; do git unpack-objects -q < $pack; done",
    "in one pack": "git repack -adkfq --window=50 --depth=50",
    "partly twice": "git repack -adkfq --window=50 --depth=50 && "
    "git rev-list --objects HEAD | git pack-objects -q .git/objects/pack/pack",
}
"""Commands of the shell that store a repository anew."""


@pytest.fixture(params=["as usual", "by excerpts"])
def trees(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small trees are also read as large ones are: only what they change is looked at, and what
    they name is put on the disk."""
    monkeypatch.setattr(reader, "WORTH_A_PROCESS", 0)
    if request.param == "by excerpts":
        judge_every_change(monkeypatch, TreePolicy)
        monkeypatch.setattr(oid_numbers, "FEW", 0)
        monkeypatch.setattr(recorded_tasks, "HELD", 0)


class Told(NamedTuple):
    """A history, and where in it is what is asked for, by the slow account."""

    repository: Repository
    jobs: int
    blobs: list[str]
    expected: list[tuple[list[str | bytes], dict[str | bytes, Found]]]


@pytest.fixture(scope="module", params=[*zip(range(12), itertools.cycle(STORED), strict=False)])
def told(request: pytest.FixtureRequest, tmp_path_factory: Folders) -> Told:
    """Twelve histories, each stored in one way. Made once: who attributes only reads them."""
    seed, storage = request.param
    form = "sha1" if seed % 5 else "sha256"
    folder = tmp_path_factory.mktemp("told") / "repository"
    repository = Repository.create(folder, f"--object-format={form}")
    write_random_history(repository, random.Random(seed), filler=seed % 3 * 20)
    subprocess.run(STORED[storage], shell=True, check=True, cwd=folder)
    account = Account(repository)
    blobs = stored(repository, "blob")
    asked = (blobs, NAMES, blobs[::3] + NAMES[::3], blobs[:1])
    jobs = 1 + seed % 3
    return Told(repository, jobs, blobs, [(wanted, account.anywhere(wanted)) for wanted in asked])


@pytest.mark.usefixtures("trees")
def test_agrees_with_the_slow_account(told: Told) -> None:
    for wanted, expected in told.expected:
        located = locate(told.repository, wanted, jobs=told.jobs)
        assert located.problems == ()
        assert {key: places(located, key) for key in expected} == expected
        assert expected.keys() == set(wanted) & {*expected, *told.blobs}


def test_a_full_disk_costs_memory_and_nothing_else(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_random_history(repository, random.Random(1))
    blobs, others = stored(repository, "blob"), tempfile.TemporaryFile
    expected = locate(repository, blobs)

    def full_disk(buffering: int = -1) -> IO[bytes]:
        if buffering:
            return others()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(recorded_tasks, "HELD", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full_disk)
    assert locate(repository, blobs) == expected


@pytest.mark.parametrize("seed", range(4))
def test_ranges_agree_with_the_slow_account(repository: Repository, seed: int) -> None:
    chance = random.Random(seed)
    write_random_history(repository, chance)
    account = Account(repository)
    blobs = stored(repository, "blob")
    tips = repository.git("for-each-ref", "--format=%(objectname)").split()
    for _ in range(4):
        tip, base = chance.choice(tips), chance.choice(stored(repository, "commit"))
        opened = Opened.find(repository.path)
        attribution = Attribution(opened, [Blob(id_, b"") for id_ in blobs])
        located = attribution.in_range(RangeCommits(opened, [tip, f"^{base}"]))
        expected = account.brought_by(commit_ids(repository, tip, f"^{base}"))
        rows = {id_: {(p.path, p.commit) for p in located.places[id_] if p.commit} for id_ in blobs}
        found = {id_: {(path, by.id) for path, by in rows[id_] if by.author} for id_ in blobs}
        kept = {by.id for each in rows.values() for _, by in each if not by.author}
        assert kept <= {tip}  # what is there, and was brought by nobody, is told of the end
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
        expected = {(where.encode(), State.STASH, id_)}
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
    for id_, state, refs in (
        (alone, State.UNREACHABLE, ()),
        (tagged, State.TAG, ("refs/tags/blob",)),
    ):
        place = only(located, id_)
        assert place.path == f"(object {id_[:12]})".encode()
        assert (place.state, place.tips) == (state, refs)


def test_a_staged_copy_is_a_place_of_its_own(repository: Repository) -> None:
    first = repository.commit_file("a", "1")
    blob = blob_at(repository, "HEAD:a")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},b")
    assert places(locate(repository, [blob]), blob) == {
        (b"a", State.HEAD, first),
        (b"b", State.INDEX, None),
    }


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


def remove(repository: Repository, id_: str) -> None:
    (repository.path / ".git" / "objects" / id_[:2] / id_[2:]).unlink()


@pytest.mark.parametrize("hole", ["HEAD", "HEAD~3"])
def test_what_is_not_in_a_lost_tree_is_found(repository: Repository, hole: str) -> None:
    first = repository.commit_file("a", "1")
    blob = blob_at(repository, "HEAD:a")
    for number in range(8):
        repository.commit_file("a", f"other {number}")
    remove(repository, blob_at(repository, f"{hole}^{{tree}}"))
    located = locate(repository, [blob])
    assert places(located, blob) == {(b"a", State.HISTORY, first)}


def test_a_log_with_a_hole_is_told_and_paths_are_found(repository: Repository) -> None:
    repository.commit_file("dir/a", "1")
    blob = blob_at(repository, "HEAD:dir/a")
    lost = repository.commit_file("dir/a", "2")
    repository.commit_file("dir/a", "3")
    remove(repository, lost)
    located = locate(repository, [blob])
    assert located.problems
    assert all("git fsck" in problem.message for problem in located.problems)
    assert places(located, blob) == {(b"dir/a", State.HISTORY, None)}


@pytest.mark.parametrize("branch", ["main", "side"])
def test_folders_that_hold_each_other_many_times_over(
    repository: Repository, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_commits, "MOST_PATHS", 50)
    repository.commit_file("a", "1")
    blob = blob_at(repository, "HEAD:a")
    entry = f"100644 blob {blob}"
    for _ in range(12):
        listing = "".join(f"{entry}\t{number}\n" for number in range(10))
        entry = "040000 tree " + repository.git("mktree", stdin=listing.encode())
    commit = repository.git("commit-tree", "-m", "", entry.split()[2])
    repository.git("update-ref", f"refs/heads/{branch}", commit)
    located = locate(repository, [blob])
    found = [place for place in located.places[blob] if place.state is not State.INDEX]
    assert len(found) == 50
    assert {place.commit.id for place in located.places[blob] if place.commit} >= {commit}
    assert any("more than 50 paths" in problem.message for problem in located.problems)
