"""A process that reads many repositories, as one of a fleet does, holds no files of them."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.tools import Repository, keyguard

DESCRIPTORS = Path("/proc/self/fd")


def open_packs() -> list[str]:
    gc.collect()
    links = (file.resolve().name for file in DESCRIPTORS.iterdir())
    return [name for name in links if name.endswith((".pack", ".idx"))]


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="needs /proc")
@pytest.mark.parametrize("command", ["history", "audit", "commits HEAD", "scan", "staged"])
def test_no_pack_stays_open(command: str, repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("gc", "--quiet")
    before = open_packs()
    assert keyguard(*command.split(), cwd=repository.path).code == 0
    assert open_packs() == before
