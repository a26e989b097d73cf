"""What the store keeps from run to run: what is gone, what fails, what was read."""

from __future__ import annotations

from keyguard.fleet.records import RepositoryState
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, failed, scanned
from tests.fleet.store.held import places, rows
from tests.tools import Repository


def test_what_is_gone_is_remembered_and_comes_back(store: Store, leaky: Repository) -> None:
    first = store.begin_run(STAMP)
    store.ingest(first, scanned("a", leaky))
    store.end_run(first)
    leaky.commit_file("app.py", "key = None\n")
    second = store.begin_run(STAMP)
    assert second > first
    store.ingest(second, scanned("a", leaky))
    store.end_run(second)
    assert ("a", "app.py", "production-key", "history") in places(store)
    assert places(store, "gone_run IS NOT NULL") == {("a", "app.py", "production-key", "head")}
    leaky.git("reset", "--quiet", "--hard", "HEAD~1")
    third = store.begin_run(STAMP)
    store.ingest(third, scanned("a", leaky))
    again = rows(store.path)
    assert ("a", "app.py", "production-key", "head") in places(store)
    store.ingest(third, scanned("a", leaky))
    assert rows(store.path) == again
    store.ingest(third, [RepositoryState(f"{HERE}a", "n1", "scanned")])
    assert places(store) == set()


def test_what_fails_keeps_what_was_found_in_it(store: Store, leaky: Repository) -> None:
    first = store.begin_run(STAMP)
    store.ingest(first, scanned("a", leaky))
    store.end_run(first)
    found = places(store)
    second = store.begin_run(STAMP)
    store.set_state(second, failed("a"))
    store.set_state(second, failed("b"))
    assert places(store) == found
    known = {each.state.source.removeprefix(HERE): each for each in store.repositories()}
    assert [(each.state.state, each.state.network, bool(each.read)) for each in known.values()] == [
        ("failed", "n1", True),
        ("failed", "", False),
    ]
    assert known["a"].state.head == leaky.git("rev-parse", "HEAD")
    assert {each.run for each in known.values()} == {second}
    store.set_state(second, RepositoryState(f"{HERE}a", "n1", "scanned"))
    assert places(store) == found


def test_problems_are_those_of_the_last_reading(store: Store, leaky: Repository) -> None:
    from keyguard.fleet.records import Unread

    run = store.begin_run(STAMP)
    unread = [Unread(f"{HERE}a", "a.zip", "it is damaged"), Unread(f"{HERE}a", "", "no end")]
    store.ingest(run, [*unread, *scanned("a", leaky)])
    assert len(rows(store.path)["problem"]) == 2
    store.ingest(run, scanned("a", leaky))
    assert rows(store.path)["problem"] == []


def test_a_run_that_did_not_end_is_gone_on_with(store: Store) -> None:
    first = store.begin_run(STAMP)
    assert store.begin_run(STAMP) == first
    assert store.begin_run(STAMP, "1/2") != first
    assert store.begin_run(STAMP) == first
    other = store.begin_run(STAMP._replace(rules="others"))
    assert other != first
    assert store.last_stamp() == STAMP._replace(rules="others")
    store.end_run(other)
    assert store.begin_run(STAMP._replace(rules="others")) not in (first, other)
