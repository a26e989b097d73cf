"""Has pre-commit install its hooks in a repository, of each type that keyguard has one for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

STAGES = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")
INSTALL_HOOKS = f"pre-commit install {' '.join(f'-t {stage}' for stage in STAGES)}"


def install_hooks(root: Path) -> str:
    """Runs pre-commit; returns a sentence about the result: done, not there, or why it failed."""
    program = shutil.which("pre-commit")
    if program is None:
        return "pre-commit is not installed: run `pip install pre-commit`"
    finished = subprocess.run(
        [program, *INSTALL_HOOKS.split()[1:]],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if finished.returncode == 0:
        return ""
    said = finished.stdout.decode("utf-8", "replace").strip().splitlines()
    return f"pre-commit did not install its hooks ({said[-1] if said else 'it gave no reason'})"
