"""Forks of a repository, and what is found in each."""

from __future__ import annotations

from tests.fleet.networks import Fleet, Reading, in_order
from tests.tools import Repository


def env(key: str) -> str:
    return f"GATEWAY_API_KEY={key}\n"


def fork(repository: Repository, name: str) -> Repository:
    return repository.copy(repository.path.parent / name)


def remove(repository: Repository, name: str, message: str = "remove") -> str:
    (repository.path / name).unlink()
    return repository.commit(message)


def assert_as_alone(fleet: Fleet, reading: Reading, repositories: list[Repository]) -> None:
    for repository in repositories:
        name = str(repository.path)
        assert reading.states[name].state == "scanned"
        assert reading.unread[name] == []
        assert in_order(reading.findings[name]) == fleet.alone(repository), name


def paths(reading: Reading, repository: Repository) -> set[tuple[str, str]]:
    return {(each["path"], each["state"]) for each in reading.findings[str(repository.path)]}
