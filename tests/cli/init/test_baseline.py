"""``keyguard init --baseline``: what is found now is known."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.cli.init.written import BASELINE, CONFIG, text_of
from tests.samples import production_key
from tests.terminals import all_shown
from tests.tools import Repository, keyguard

KEY = production_key("init")


@pytest.fixture
def old(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    return repository


def test_it_is_made_and_named(old: Repository) -> None:
    result = keyguard("init", "--baseline", cwd=old.path)
    assert result.code == 0
    assert f'\nbaseline = "{BASELINE}" ' in text_of(old, CONFIG)
    assert keyguard("config", "check", cwd=old.path).code == 0
    assert keyguard("scan", cwd=old.path).code == 0
    assert "keyguard baseline create" not in result.out
    assert BASELINE in result.out.splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (
            "[surfaces]\nnone = ['x']\n",
            f"baseline = \"{BASELINE}\"\n[surfaces]\nnone = ['x']\n",
        ),
        ("", f'baseline = "{BASELINE}"\n'),
    ],
)
def test_a_configuration_that_is_there_names_it(old: Repository, text: str, now: str) -> None:
    old.write(CONFIG, text)
    keyguard("init", "--baseline", cwd=old.path)
    assert text_of(old, CONFIG) == now


def test_one_that_is_there_stays(old: Repository) -> None:
    old.write(BASELINE, '{"schema": "keyguard-baseline/1", "findings": []}')
    before = text_of(old, BASELINE)
    assert keyguard("init", "--baseline", cwd=old.path).code == 0
    assert text_of(old, BASELINE) == before


def test_nobody_is_asked_where_nobody_is(old: Repository) -> None:
    result = keyguard("init", cwd=old.path)
    assert "keyguard baseline create" in result.out
    assert not (old.path / BASELINE).exists()


@pytest.mark.parametrize(("answer", "made"), [(b"y\n", True), (b"\n", False)])
def test_a_terminal_is_asked(old: Repository, answer: bytes, made: bool) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    subprocess.run(
        [sys.executable, "-m", "keyguard", "init", "--no-install"],
        cwd=old.path, stdin=theirs, stdout=theirs, stderr=theirs, check=True,
    )  # fmt: skip
    os.close(theirs)
    assert b"have to stay for now?" in all_shown(ours)
    assert (old.path / BASELINE).exists() is made
