"""A runner on which the action was installed once, for all of its tests."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.delivery.runner import INSTALL, Runner


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action's own step has installed keyguard. The processes that share the
    tests have one environment, which the first of them makes."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    environment = shared / "environment of the action"
    runner = Runner(tmp_path_factory.mktemp("runner"))
    with (shared / "action.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not environment.exists():
            environment.symlink_to(_installed(runner))
    if not (runner.temp / "keyguard").exists():
        (runner.temp / "keyguard").symlink_to(environment)
    return runner


def _installed(runner: Runner) -> Path:
    """What the action's own step makes, from a hostile workspace."""
    workspace = runner.temp / "workspace"
    workspace.mkdir()
    for module in ("pip", "venv", "ensurepip", "keyguard"):
        (workspace / f"{module}.py").write_text("raise SystemExit('the workspace was run')\n")
    installed = runner.step(INSTALL, workspace)
    assert installed.code == 0, installed.log
    return runner.temp / "keyguard"
