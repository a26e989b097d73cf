"""A plugin that has what reads a history tested twice: with the compiled core, and without it."""

from __future__ import annotations

import pytest

from keyguard.gitrepo.compiled_core import COMPILED, PYTHON, SWITCH, compiled_core

READ_HISTORIES = {
    "tests.gitrepo": {
        "test_attribution", "test_canaries", "test_connectivity", "test_damage",
        "test_damaged_trees", "test_deep_trees", "test_history_jobs", "test_meanwhile",
        "test_packs", "test_recorded_commits", "test_retry",
    },
    "tests.fleet.network": {"test_forks", "test_read_again", "test_refs"},
    "tests.sources": {"test_broken_repositories", "test_storage"},
    "tests.sources.false_clean": {"test_damage", "test_elsewhere", "test_sound", "test_unopened"},
}  # fmt: skip
"""The modules whose tests do, by their folder."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has each of their tests run with both."""
    folder, _, name = metafunc.module.__name__.rpartition(".")
    if name in READ_HISTORIES.get(folder, ()):
        metafunc.fixturenames.append("core")
        metafunc.parametrize("core", [COMPILED, PYTHON], indirect=True)


@pytest.fixture
def core(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What histories are read with."""
    monkeypatch.delenv(SWITCH, raising=False)
    if request.param == PYTHON:
        monkeypatch.setenv(SWITCH, PYTHON)
    elif compiled_core() is None:
        pytest.skip("the core was not built")
    return str(request.param)
