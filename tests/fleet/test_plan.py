"""What is fetched and read next: forks after one another, and each network mostly once."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from keyguard.fleet.coordinator.plan import LARGEST_GROUP, Plan
from keyguard.fleet.network.source import Source, source_of


def sources(*names: str) -> list[Source]:
    return [source_of(f"https://github.com/{name}") for name in names]


def short(source: Source | None) -> str | None:
    return source.name.removeprefix("https://github.com/") if source else None


def fetchable(plan: Plan) -> list[Source]:
    found = []
    while source := plan.next_source():
        found.append(source)
    return found


def test_of_forks_the_first_is_fetched_alone() -> None:
    listed = sources("a/shop", "b/shop", "c/shop", "a/other")
    plan = Plan(listed, {})
    assert list(map(short, fetchable(plan))) == ["a/shop", "a/other"]
    plan.fetched(listed[0], "n1")
    assert list(map(short, fetchable(plan))) == ["b/shop", "c/shop"]


def test_a_first_that_fails_is_followed_by_another_alone() -> None:
    listed = sources("a/shop", "b/shop", "c/shop")
    plan = Plan(listed, {})
    assert list(map(short, fetchable(plan))) == ["a/shop"]
    plan.fetched(listed[0], "")
    assert list(map(short, fetchable(plan))) == ["b/shop"]
    plan.fetched(listed[1], "n1")
    assert list(map(short, fetchable(plan))) == ["c/shop"]


def test_forks_of_a_network_that_is_there_are_fetched_together() -> None:
    listed = sources("a/shop", "b/shop", "c/shop")
    plan = Plan(listed, {listed[2].name: "n1"})
    assert len(fetchable(plan)) == 3


def test_a_network_is_read_once_all_of_its_name_are_there() -> None:
    listed = sources("a/shop", "b/shop", "c/shop")
    plan = Plan(listed, {listed[0].name: "n1"})
    fetchable(plan)
    for source in listed[:2]:
        plan.fetched(source, "n1")
        assert plan.next_reading() is None
    plan.fetched(listed[2], "n2")
    first, second = plan.next_reading(), plan.next_reading()
    assert first is not None
    assert second is not None
    assert (first.network, first.sources) == ("n1", tuple(listed[:2]))
    assert (second.network, second.sources) == ("n2", tuple(listed[2:]))
    assert plan.next_reading() is None


def test_a_network_waits_for_the_repositories_it_is_known_to_have() -> None:
    listed = sources("a/shop", "b/renamed")
    plan = Plan(listed, {source.name: "n1" for source in listed})
    fetchable(plan)
    plan.fetched(listed[0], "n1")
    assert plan.next_reading() is None
    plan.fetched(listed[1], "n1")
    reading = plan.next_reading()
    assert reading is not None
    assert reading.sources == tuple(listed)


def test_what_comes_while_a_network_is_read_is_read_later() -> None:
    listed = sources("a/shop", "b/renamed")
    plan = Plan(listed, {})
    fetchable(plan)
    plan.fetched(listed[0], "n1")
    assert plan.next_reading() is not None
    plan.fetched(listed[1], "n1")
    assert plan.next_reading() is None
    assert not plan.is_idle("n1")
    plan.read("n1")
    later = plan.next_reading()
    assert later is not None
    assert later.sources == (listed[1],)
    plan.read("n1")
    assert plan.is_idle("n1")


def test_a_network_that_no_repository_of_the_list_is_in_is_idle() -> None:
    assert Plan(sources("a/shop"), {}).is_idle("n7")


def test_nobody_waits_for_all_websites_of_the_world() -> None:
    listed = sources(*(f"owner-{number}/website" for number in range(3 * LARGEST_GROUP)))
    plan = Plan(listed, {})
    read = 0
    for number in range(LARGEST_GROUP + 2):
        source = plan.next_source()
        assert source is not None
        plan.fetched(source, f"n{number}")
        read += plan.next_reading() is not None
    assert read > 0


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_order_all_is_fetched_and_read(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"o{number}/p{chance.randrange(12)}" for number in range(150)]
    listed = sources(*names)
    network_of = {source.name: f"n{chance.randrange(20)}" for source in listed}
    known = {name: network for name, network in network_of.items() if chance.random() < 0.2}
    plan = Plan(listed, known)
    fetching: list[Source] = []
    reading: list[str] = []
    fetched: Counter[str] = Counter()
    read: Counter[str] = Counter()
    while True:
        if len(fetching) < 4 and (source := plan.next_source()):
            fetching.append(source)
            continue
        if len(reading) < 2 and (found := plan.next_reading()):
            assert found.network not in reading
            reading.append(found.network)
            read.update(source.name for source in found.sources)
            continue
        if not fetching and not reading:
            break
        if fetching and (not reading or chance.random() < 0.7):
            source = fetching.pop(chance.randrange(len(fetching)))
            failed = chance.random() < 0.1
            plan.fetched(source, "" if failed else network_of[source.name])
            fetched[source.name] += 1
            if failed:
                read[source.name] += 1
        else:
            plan.read(reading.pop())
    assert fetched == read == Counter(source.name for source in listed)
    assert all(plan.is_idle(network) for network in network_of.values())
