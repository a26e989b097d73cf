"""Fixtures that stand for what a user has: a git repository and the keyguard command."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, core_name
from tests.tools import Repository

pytest_plugins = ["tests.both_cores"]

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process compiles all it loads anew

if core_name() == PYTHON:
    os.environ[SWITCH] = PYTHON  # wanted, so nothing is said about it

if os.name != "nt":  # a shell's background and nohup have them ignored, and commands inherit that
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)

hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine is no failure
hypothesis.settings.register_profile("quick", deadline=None, max_examples=15)
hypothesis.settings.load_profile("patient")


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: many tests wait for git and for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no later collection of garbage has to look at it."""
    gc.freeze()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository with nothing of the machine's own git configuration."""
    return Repository.create(tmp_path / "repository")


@pytest.fixture(autouse=True, scope="session")
def _no_ambient_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Colours and CI variables of the machine must not reach the command, nor tests its cache."""
    colors, forges = (
        ("NO_COLOR", "FORCE_COLOR"),
        ("GITHUB_ACTIONS", "GITHUB_EVENT_NAME", "GITLAB_CI"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp().parent / "cache"))
        for name in (*colors, *forges, "CI", "TF_BUILD"):
            patch.delenv(name, raising=False)
        yield
