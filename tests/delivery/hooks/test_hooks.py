"""All shell hooks."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from keyguard.cli.install import INSTALL
from tests.delivery.hooks.tools import HOOKS

NAMES = sorted(each.name for each in HOOKS.iterdir() if not each.suffix)
"""As git calls them; the other files belong to the action."""


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_keyguard_is_no_silent_pass(name: str, tmp_path: Path) -> None:
    shell, dirname = shutil.which("sh"), shutil.which("dirname")
    assert shell is not None
    assert dirname is not None
    (tmp_path / "dirname").symlink_to(dirname)  # by which a hook finds the one that it runs
    finished = subprocess.run(
        [shell, str(HOOKS / name), "argument"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 2
    assert "keyguard is not installed" in finished.stderr
    assert finished.stderr.endswith(f": {INSTALL}\n")


@pytest.mark.parametrize("hook", sorted(HOOKS.iterdir()), ids=lambda hook: hook.name)
def test_hooks_are_programs(hook: Path) -> None:
    assert os.access(hook, os.X_OK)
    assert hook.read_text().startswith("#!/")
