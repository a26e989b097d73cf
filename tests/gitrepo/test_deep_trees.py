"""Folders in each other by the thousand: no question to git for each of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("deep")
DEPTH = 2_000
FEW = 150
"""Times that git is started, whatever the depth."""


@pytest.mark.parametrize("command", [("history",), ("commits", "HEAD")])
@pytest.mark.parametrize("name", ["app.js", ".env"])
def test_a_deep_tree_is_read_with_few_questions(
    tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    deep = Repository.create(tmp_path / "deep")
    path = "d/" * DEPTH + name
    content = f"const key = '{KEY}'\n"
    stream = "commit refs/heads/main\ncommitter A <a@example.org> 1 +0000\ndata 1\nx\n"
    stream += f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"
    deep.git("fast-import", "--quiet", stdin=stream.encode())
    log, programs = tmp_path / "log", tmp_path / "programs"
    programs.mkdir()
    counting = programs / "git"
    counting.write_text(f'#!/bin/sh\necho >> "{log}"\nexec "{shutil.which("git")}" "$@"\n')
    counting.chmod(0o755)
    search = f"{programs}{os.pathsep}{os.environ['PATH']}"
    result = scan_json(*command, cwd=deep.path, env={"PATH": search})
    assert {found for _, found in result.found} == {path}
    assert result.code == 2, "which manifest is nearest is not looked for that far"
    assert 0 < len(log.read_text()) < FEW
