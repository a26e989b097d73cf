"""Into which network a repository is fetched, and how little that takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.fleet.fetch.stored import everything_in
from tests.fleet.networks import Fleet
from tests.samples import production_key
from tests.tools import Repository


def test_several_at_a_time(fleet: Fleet, upstream: Repository) -> None:
    forks = [upstream.copy(upstream.path.parent / f"fork{number}") for number in range(8)]
    for number, each in enumerate(forks):
        each.commit_file("own.env", f"KEY={production_key(('own', number))}\n")
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(fleet.fetch, forks))
    assert {state.state for state in states} == {"pending"}
    assert len({state.network for state in states}) == 1
    reading = fleet.read(forks)
    for number, each in enumerate(forks):
        assert [finding["path"] for finding in reading.findings[str(each.path)]].count("own.env"), (
            number
        )
    assert len(fleet.network_of(forks[0]).forks()) == len(forks)


def test_network_is_known_by_its_root(fleet: Fleet, upstream: Repository) -> None:
    """A fork none of whose tips is the tip of another."""
    upstream.commit_file("later.txt", "later\n")
    fleet.fetch(upstream)
    old = upstream.copy(upstream.path.parent / "old")
    old.git("reset", "--quiet", "--hard", "HEAD~1")
    old.commit_file("other.txt", "other\n")
    state = fleet.fetch(old)
    assert state.network == fleet.network_of(upstream).network
    packs = fleet.packs_of(upstream)
    assert len(packs) == 2
    listed = Repository(fleet.network_of(upstream).path)
    assert listed.git("count-objects", "-v").splitlines()[0] == "count: 0"
    listed.git("fsck", "--strict")


def test_nothing_new_is_no_fetch(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    before = everything_in(fleet.store)
    assert fleet.fetch(upstream).state == "pending"
    assert everything_in(fleet.store) == before
