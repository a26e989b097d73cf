"""A run that is ended in the middle: nothing is left running, and the next one goes on."""

from __future__ import annotations

import random
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.fleet.running import Kept, Run, kept, made
from tests.processes import assert_gone, below, frozen, is_there, kill
from tests.tools import keyguard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")

COUNT = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Repositories each of which takes a moment to read, and a list of them."""
    return made(tmp_path_factory.mktemp("fleet"), COUNT).parent


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, Kept]:
    result = keyguard("fleet", "scan", "list.txt", "--store", "whole", "--quiet", cwd=folder)
    assert result.code == 1
    found = kept(folder / "whole")
    assert len(found) == COUNT
    assert all(len(each.findings) == 3 for each in found.values())
    return found


def names_scanned(said: str) -> set[str]:
    """The repositories that a log calls scanned."""
    scanned = [line for line in said.splitlines() if ": scanned" in line]
    return {line.rpartition(": scanned")[0].rpartition("/")[2] for line in scanned}


@pytest.mark.parametrize(
    ("number", "after"),
    [
        (signal.SIGINT, 1),
        (signal.SIGTERM, 7),
        (signal.SIGHUP, 4),
        (signal.SIGKILL, 1),
        (signal.SIGKILL, 7),
    ],
)
def test_a_run_that_is_ended_leaves_nothing_and_is_gone_on_with(
    folder: Path, tmp_path: Path, undisturbed: dict[str, Kept], number: int, after: int
) -> None:
    arguments = (folder / "list.txt", "--store", tmp_path / "store")
    run = Run(folder, *arguments)
    run.until(": scanned", after)
    helpers = below(run.id)
    assert helpers
    run.signal(number)
    code, said = run.end()
    assert_gone(helpers)
    if number == signal.SIGKILL:
        assert code == -signal.SIGKILL
    else:
        assert code == 2
        assert said.splitlines()[-1] == (
            "keyguard: stopped before the end; what was read is kept, and the same command goes on "
            "from there."
        )
    before = {name for name, each in kept(tmp_path / "store").items() if each.state == "scanned"}
    assert names_scanned(said) <= before
    assert len(before) < COUNT
    code, said = Run(folder, *arguments).end()
    assert code == 1
    assert kept(tmp_path / "store") == undisturbed
    assert before.isdisjoint(names_scanned(said))
    goes_on = re.search(r"goes on with a run that was stopped: (\d+) were read by it\.", said)
    assert goes_on, said
    assert int(goes_on[1]) >= len(before), "what had been written down counts too"
    assert not list((tmp_path / "store" / "results").iterdir())


@pytest.mark.parametrize("after", [1, 3, 6])
def test_helpers_that_are_killed_are_replaced(
    folder: Path, tmp_path: Path, undisturbed: dict[str, Kept], after: int
) -> None:
    """All at one moment, since what a process is killed over twice is given up."""
    run = Run(folder, folder / "list.txt", "--store", tmp_path / "store", "--timeout", "600")
    run.until(": scanned", after)
    helpers = frozen(run.id)
    assert helpers
    for helper in filter(is_there, helpers):
        kill(helper)
    assert_gone(helpers)
    run.signal(signal.SIGCONT)
    code, said = run.end()
    assert code == 1, said
    assert kept(tmp_path / "store") == undisturbed


def test_killed_at_random_until_it_is_done(
    folder: Path, tmp_path: Path, undisturbed: dict[str, Kept]
) -> None:
    chance = random.Random(20)
    kills = 0
    while True:
        run = Run(folder, folder / "list.txt", "--store", tmp_path / "store")
        left = (
            COUNT - sum(each.state == "scanned" for each in kept(tmp_path / "store").values())
            if kills
            else COUNT
        )
        if left <= 2 or kills == 6:
            break
        run.until(chance.choice((": cloned", ": scanned")))
        helpers = below(run.id)
        chance.shuffle(helpers)
        for helper in helpers[: chance.randrange(2)]:
            if is_there(helper):
                kill(helper)
        run.signal(signal.SIGKILL)
        run.end()
        assert_gone(helpers)
        kills += 1
    assert kills > 1
    code, _ = run.end()
    assert code == 1
    assert kept(tmp_path / "store") == undisturbed
