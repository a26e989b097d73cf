"""Commands that may fail, as somebody types them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from tests.tools import IDENTITY, Repository


def attempt(
    repository: Repository, command: Sequence[str], key: str, env: Mapping[str, str] | None = None
) -> tuple[bool, str]:
    """Whether a command succeeded, and everything that was printed. No output may show the key."""
    finished = subprocess.run(
        command,
        cwd=repository.path,
        env={**os.environ, **IDENTITY, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = finished.stdout + finished.stderr
    assert key not in said
    return finished.returncode == 0, said
