"""The same units on a Dask cluster of several processes, one of which is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.running import Kept, Run, kept, made
from tests.processes import PATIENCE, below, is_there, kill, wait_for
from tests.tools import keyguard, with_modules

pytest.importorskip("distributed", reason="the extra dask is not installed")

COUNT = 8
DASK = [sys.executable, "-m", "dask"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("fleet"), COUNT).parent


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, Kept]:
    keyguard("fleet", "scan", "list.txt", "--store", "whole", "--quiet", cwd=folder)
    return kept(folder / "whole")


class LocalCluster:
    """A scheduler and three workers with a thread each, as a cluster has them."""

    def __init__(self, folder: Path) -> None:
        file = folder / "scheduler.json"
        named = ["--scheduler-file", str(file)]
        self._scheduler = subprocess.Popen(
            [*DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *named],
            cwd=folder,
        )
        self._nannies = subprocess.Popen(
            [*DASK, "worker", *named, "--nworkers", "3", "--nthreads", "1", "--no-dashboard"],
            cwd=folder,
        )
        from distributed import Client

        wait_for(file.exists)
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(3, timeout=PATIENCE)
            self.address = str(client.scheduler.address)
            self.workers = [int(pid) for pid in client.run(own_id).values()]

    def end(self) -> None:
        for process in (self._nannies, self._scheduler):
            left = below(process.pid)
            process.terminate()
            process.wait(PATIENCE)
            for each in left:
                if is_there(each):
                    kill(each)


def own_id() -> int:
    import os

    return os.getpid()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LocalCluster]:
    started = LocalCluster(tmp_path)
    yield started
    started.end()


def test_a_worker_that_is_killed_costs_nothing_but_time(
    folder: Path, tmp_path: Path, undisturbed: dict[str, Kept], cluster: LocalCluster
) -> None:
    store = tmp_path / "store"
    run = Run(folder, "list.txt", "--store", store, "--dask", cluster.address)
    run.until(": scanned")
    kill(cluster.workers[0])
    run.until(": scanned", 3)
    kill(cluster.workers[1])
    code, said = run.end()
    assert code == 1, said
    assert kept(store) == undisturbed
    assert not list((store / "results").iterdir())


def test_a_run_that_is_killed_is_gone_on_with_here(
    folder: Path, tmp_path: Path, undisturbed: dict[str, Kept], cluster: LocalCluster
) -> None:
    store = tmp_path / "store"
    run = Run(folder, "list.txt", "--store", store, "--dask", cluster.address)
    run.until(": scanned")
    helpers = below(run.id)
    kill(run.id)
    run.end()
    wait_for(lambda: not any(map(is_there, helpers)))
    code, said = Run(folder, "list.txt", "--store", store).end()
    assert code == 1, said
    assert "goes on with a run that was stopped" in said
    assert kept(store) == undisturbed


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    nobody = "tcp://127.0.0.1:9"
    run = Run(folder, "list.txt", "--store", tmp_path / "store", "--dask", nobody)
    code, said = run.end()
    assert code == 2
    assert said == (
        f"keyguard: no Dask scheduler answers at {nobody}; start one (dask scheduler), and name "
        "the address that it prints.\n"
    )


def test_without_dask_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    env = with_modules(tmp_path / "modules", {"distributed.py": "raise ImportError\n"})
    result = keyguard(
        "fleet", "scan", "list.txt", "--store", tmp_path / "store", "--dask", "tcp://127.0.0.1:9",
        cwd=folder, env=env,
    )  # fmt: skip
    assert result.code == 2
    assert 'get it with pip install "keyguard[dask] @ git+https://' in result.err
