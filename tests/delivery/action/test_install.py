"""What the action installs: by hashes, and without the extra where it has no wheel."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.delivery.action.events import CODE
from tests.delivery.conftest import PROJECT
from tests.delivery.runner import INSTALL, RUN, Runner
from tests.tools import Repository


def test_the_environment_has_what_a_history_is_read_fast_with(runner: Runner) -> None:
    packages = {path.name for path in runner.temp.glob("keyguard/lib/*/site-packages/*")}
    assert {"hyperscan", "isal", "regex"} <= packages
    assert "keyguard" not in packages


def test_without_a_wheel_it_is_said_and_the_rest_is_there(
    repository: Repository, tmp_path: Path
) -> None:
    action = tmp_path / "action"
    for name in ("hooks", "keyguard", "requirements"):
        shutil.copytree(PROJECT / name, action / name)
    lock = action / "requirements" / "action-fast.txt"
    lock.write_text(re.sub(r"^isal==[\d.]+", "isal==0.0.0", lock.read_text(), flags=re.M))
    runner = Runner(tmp_path, action)
    installed = runner.step(INSTALL, repository.path)
    assert installed.code == 0, installed.log
    assert "::warning title=keyguard%3A without the extra fast::" in installed.log
    repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, event=("schedule", {}))
    assert (outcome.code, outcome.outputs["findings"]) == (1, "1")
    assert "app.py" in outcome.log
    assert 'pip install "keyguard[fast] @ git+https://' in outcome.log


def test_a_package_that_was_tampered_with_is_an_error(
    repository: Repository, tmp_path: Path
) -> None:
    action = tmp_path / "action"
    for name in ("hooks", "requirements"):
        shutil.copytree(PROJECT / name, action / name)
    for lock in (action / "requirements").glob("action*.txt"):
        lock.write_text(re.sub(r"sha256:\w{64}", f"sha256:{'0' * 64}", lock.read_text()))
    installed = Runner(tmp_path, action).step(INSTALL, repository.path)
    assert installed.code == 2
    assert "::error title=keyguard%3A not a clean result::" in installed.log
    assert "could not be installed" in installed.summary
