"""A runner on which the action was installed once, for all of its tests."""

from __future__ import annotations

import pytest

from tests.delivery.runner import INSTALL, Runner


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action's own step has installed keyguard, from a hostile workspace."""
    folder = tmp_path_factory.mktemp("runner")
    runner = Runner(folder)
    workspace = folder / "workspace"
    workspace.mkdir()
    for module in ("pip", "venv", "ensurepip", "keyguard"):
        (workspace / f"{module}.py").write_text("raise SystemExit('the workspace was run')\n")
    installed = runner.step(INSTALL, workspace)
    assert installed.code == 0, installed.log
    return runner
