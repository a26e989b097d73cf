"""Changes that silence themselves, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.delivery.policy.changes import LEAK, SILENCERS, commit
from tests.tools import Repository

Silenced = Callable[[str], Repository]
"""From the name of a silencer."""


@pytest.fixture(scope="session")
def silenced(tmp_path_factory: pytest.TempPathFactory) -> Silenced:
    """A repository whose branch ``topic`` brings a key and what would silence it. Tests only read
    it; a copy is theirs."""
    folder = tmp_path_factory.mktemp("silenced")

    @cache
    def made(name: str) -> Repository:
        repository = Repository.create(folder / name)
        repository.commit("base")
        repository.git("checkout", "--quiet", "-b", "topic")
        commit(repository, LEAK | SILENCERS[name])
        return repository

    return made
