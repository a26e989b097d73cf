"""Repositories, some of which are forks of each other, and a list of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fleet.running import lines
from tests.samples import production_key, staging_key
from tests.tools import Repository


@pytest.fixture
def repositories(tmp_path: Path) -> dict[str, Repository]:
    """Two forks and their upstream, one that nobody forked, one without a key, and an empty one."""
    folder = tmp_path / "from"
    made = {"shop": Repository.create(folder / "a" / "shop")}
    made["shop"].commit("begin", **{"app.py": f'key = "{production_key("old")}"\n'})
    made["shop"].commit("mend", **{"app.py": "key = read_key()\n"})
    made["shop-fork"] = made["shop"].copy(folder / "b" / "shop-fork")
    made["shop-fork"].commit("test", **{".env.staging": f"KEY={staging_key('fork')}\n"})
    made["renamed"] = made["shop"].copy(folder / "c" / "renamed")
    made["lonely"] = Repository.create(folder / "lonely")
    made["lonely"].commit("begin", **{"x.py": f'key = "{production_key("lonely")}"\n'})
    made["clean"] = Repository.create(folder / "clean")
    made["clean"].commit("begin", **{"x.py": "print(1)\n"})
    made["empty"] = Repository.create(folder / "empty", "--bare")
    return made


@pytest.fixture
def listed(repositories: dict[str, Repository], tmp_path: Path) -> Path:
    return lines(tmp_path, [each.path for each in repositories.values()])
