"""``keyguard history`` in several processes: the same report, and a sentence when it is stopped."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from keyguard.gitrepo.history.reader import WORTH_A_PROCESS
from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard

OBJECTS_PER_COMMIT = 3

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Large enough for several processes, and to be read for a while, with keys all over."""
    repository = Repository.create(tmp_path_factory.mktemp("large") / "repository")
    stream = []
    for commit in range(6 * WORTH_A_PROCESS // OBJECTS_PER_COMMIT):
        text = f"number = {commit}\n" * 5
        if commit % 600 == 0:
            key = production_key if commit % 1200 else staging_key
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
        keyguard("history", "-f", "json", "-j", jobs, cwd=large.path, own_process=True)
        for jobs in ("1", "2", "4")
    ]
    assert [result.code for result in results] == [1, 1, 1]
    assert len(results[0].json["findings"]) > 10
    assert len({result.out for result in results}) == 1


@contextmanager
def reading_in_processes(repository: Repository) -> Iterator[tuple[Popen[str], list[int]]]:
    """A run as soon as it has other processes, and these, none of which is left in the end."""
    with Popen(
        [sys.executable, "-m", "keyguard", "history", "-j", "2"],
        cwd=repository.path,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        workers: list[int] = []
        while process.poll() is None and not workers:
            time.sleep(0.001)
            workers = readers_of_packs(process.pid)
        assert workers
        yield process, workers
        patience = time.monotonic() + 30
        while any(map(is_running, workers)) and time.monotonic() < patience:
            time.sleep(0.01)
        assert not any(map(is_running, workers))


@needs_proc
def test_a_killed_worker_ends_the_run_with_a_sentence(large: Repository) -> None:
    with reading_in_processes(large) as (process, workers):
        os.kill(workers[-1], signal.SIGKILL)
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (2, "")
    assert "a worker process was killed" in output
    assert "NOT A CLEAN RESULT" in output


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_says_so(large: Repository, number: signal.Signals) -> None:
    with reading_in_processes(large) as (process, _):
        os.kill(process.pid, number)
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    assert errors.strip() == "keyguard: stopped before the end, so this is not a result."


@needs_proc
def test_ctrl_c_reaches_all_and_only_one_speaks(large: Repository) -> None:
    with reading_in_processes(large) as (process, _):
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.strip() == "keyguard: stopped before the end, so this is not a result."


@needs_proc
def test_no_process_outlives_a_run_that_is_killed(large: Repository) -> None:
    with reading_in_processes(large) as (process, _):
        process.kill()


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


def is_running(process: int) -> bool:
    """Whether it is there; one that has ended may wait to be asked why."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
