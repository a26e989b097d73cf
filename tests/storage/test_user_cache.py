"""What stands in the user's cache makes no run wait, whatever it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

RUNS = (("history", "--cache"), ("scan", "app.py"))


@pytest.mark.skipif(sys.platform != "linux", reason="the cache is elsewhere")
def test_a_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    repository.commit_file("app.py", f'key = "{production_key("cached")}"\n')
    repository.git("repack", "-adq")
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def found() -> list[set[tuple[str, str]]]:
        each = (scan_json(*run, cwd=repository.path, env=env, own_process=True) for run in RUNS)
        return [result.found for result in each]

    before = found()
    kept = list((tmp_path / "cache/keyguard").iterdir())
    assert {file.suffix for file in kept} >= {".commits", ".history", ".re"}
    for file in kept:
        file.unlink()
        os.mkfifo(file)
    assert found() == before == [{("production-key", "app.py")}] * 2
