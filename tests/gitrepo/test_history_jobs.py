"""``keyguard history`` in several processes: the same report, and a sentence when it is stopped."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keyguard.gitrepo.history.reader import WORTH_A_PROCESS
from tests.held_workers import HeldRun, held_run
from tests.processes import PATIENCE, assert_gone, is_idle, kill, wait_for
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
def reading_in_processes(repository: Repository, folder: Path) -> Iterator[HeldRun]:
    """A run in the middle of its work, of which no process is left in the end."""
    arguments = ("history", "-j", "2")
    with held_run(folder, "read_whole_task", arguments, repository.path) as run:
        yield run
        run.go_on()
        assert_gone(run.workers)


@needs_proc
def test_a_killed_worker_ends_the_run_with_a_sentence(large: Repository, tmp_path: Path) -> None:
    with reading_in_processes(large, tmp_path) as (process, workers):
        kill(workers[-1])
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (2, "")
    assert "a worker process was killed" in output
    assert "NOT A CLEAN RESULT" in output


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_says_so(
    large: Repository, tmp_path: Path, number: signal.Signals
) -> None:
    with reading_in_processes(large, tmp_path) as (process, _):
        process.send_signal(number)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (2, "")
    assert errors.strip() == "keyguard: stopped before the end, so this is not a result."


@needs_proc
def test_ctrl_c_reaches_all_and_only_one_speaks(large: Repository, tmp_path: Path) -> None:
    with reading_in_processes(large, tmp_path) as run:
        process, (worker,) = run
        process.send_signal(signal.SIGSTOP)
        os.killpg(process.pid, signal.SIGINT)
        run.go_on()
        wait_for(lambda: is_idle(worker))  # it has said by then whatever it has to say
        process.send_signal(signal.SIGCONT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert errors.strip() == "keyguard: stopped before the end, so this is not a result."


@needs_proc
def test_no_process_outlives_a_run_that_is_killed(large: Repository, tmp_path: Path) -> None:
    with reading_in_processes(large, tmp_path) as (process, _):
        process.kill()
        process.wait()
