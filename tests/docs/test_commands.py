"""Every command on a page is run, and prints what the page shows.

``KEYGUARD_UPDATE_DOCS=1 pytest tests/docs`` writes the pages anew; then read what changed.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, PROJECT, blocks, refreshed, shell
from tests.docs.shop import filled, make_shop
from tests.tools import IDENTITY, keyguard

UPDATE = "KEYGUARD_UPDATE_DOCS"
CONFIGURATIONS = {".keyguard.toml", "pyproject.toml"}
EMPTY_BASELINE = '{"schema": "keyguard-baseline/1", "findings": []}'
HOME = "/home/ada"
"""What a page shows as the reader's own folder."""
DATE = "2026-01-02T09:00:00+00:00"
COMMANDS = [page for page in PAGES if "```console" in page.read_text("utf-8")]
SETTINGS = [
    (page, block["file"], block["text"])
    for page in PAGES
    for block in blocks(page.read_text("utf-8"))
    if block["language"] == "toml"
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("docs") / "shop").path


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.name)
def test_the_commands_print_what_the_page_shows(page: Path, shop: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    folder = Path(shutil.copytree(shop, tmp_path / "shop"))
    run = shell(folder, environment(tmp_path))
    fresh = refreshed(text, folder, lambda script: run(script).replace(str(tmp_path), HOME))
    if os.environ.get(UPDATE) == "1":
        page.write_text(fresh, "utf-8", newline="\n")
    else:
        assert fresh == text


def environment(home: Path) -> dict[str, str]:
    """A terminal of 80 columns in which keyguard is installed, with a checkout in ~/keyguard."""
    programs = home / "bin"
    programs.mkdir()
    program = programs / "keyguard"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m keyguard "$@"\n', "utf-8")
    program.chmod(0o755)
    (home / "keyguard").symlink_to(PROJECT)
    return IDENTITY | {
        "HOME": str(home),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "COLUMNS": "80",
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_DATE": DATE,
    }


def test_there_are_commands_on_the_pages() -> None:
    assert PROJECT / "README.md" in COMMANDS
    assert len(COMMANDS) > 3


@pytest.mark.parametrize(
    ("page", "name", "text"), SETTINGS, ids=[f"{page.name}: {name}" for page, name, _ in SETTINGS]
)
def test_every_settings_file_is_valid(page: Path, name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "gitleaks.toml").write_text("")
    (tmp_path / ".keyguard-baseline.json").write_text(EMPTY_BASELINE)
    file = tmp_path / name
    file.write_text(filled(text), "utf-8")
    option = "--config" if name in CONFIGURATIONS else "--rules"
    result = keyguard("config", "check", option, file, cwd=tmp_path)
    assert (result.code, result.err) == (0, "")


def test_every_settings_file_is_named() -> None:
    """By a comment above it, without which it would not be tried."""
    assert len(SETTINGS) > 3
    assert [page.name for page, name, _ in SETTINGS if not name] == []
