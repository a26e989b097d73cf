"""``keyguard history`` in several processes: the same report, and no silence when one is killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from keyguard.gitrepo.reading import WORTH_A_PROCESS
from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard

OBJECTS_PER_COMMIT = 3


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Large enough for several processes, with keys all over."""
    repository = Repository.create(tmp_path_factory.mktemp("large") / "repository")
    stream = []
    for commit in range(WORTH_A_PROCESS // OBJECTS_PER_COMMIT + 100):
        text = f"number = {commit}\n" * 5
        if commit % 200 == 0:
            key = production_key if commit % 400 else staging_key
            text += f'key = "{key(str(commit))}"\n'
        message = f"change {commit}"
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@b> {commit} +0000\n"
            f"data {len(message)}\n{message}\n"
            f"M 100644 inline file{commit % 7}.py\ndata {len(text)}\n{text}\n"
        )
    repository.git("fast-import", "--quiet", stdin="".join(stream).encode())
    return repository


def test_any_number_of_jobs_gives_the_same_report(large: Repository) -> None:
    results = [
        keyguard("history", "-f", "json", "-j", jobs, cwd=large.path) for jobs in ("1", "2", "4")
    ]
    assert [result.code for result in results] == [1, 1, 1]
    assert len(results[0].json["findings"]) > 10
    assert len({result.out for result in results}) == 1


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_ends_the_run_with_a_sentence(large: Repository) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "keyguard", "history", "-j", "2"],
        cwd=large.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not (workers := readers_of_packs(process.pid)):
            time.sleep(0.001)
        while process.poll() is None:
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            workers = readers_of_packs(process.pid)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "a worker process was killed" in errors
    assert errors.count("\n") == 1


def readers_of_packs(parent: int) -> list[int]:
    """The children that hold a pack open, as git does not so early."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in children if holds_pack(Path("/proc", child, "fd"))]


def holds_pack(descriptors: Path) -> bool:
    try:
        return any(os.readlink(file).endswith(".pack") for file in descriptors.iterdir())
    except OSError:
        return False
