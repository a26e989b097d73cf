"""Which revision of keyguard the written files name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keyguard import __version__
from keyguard.cli.origin import PLACEHOLDER, recorded_revision
from tests.cli.init.written import HOOKS, PROJECT, WORKFLOW
from tests.tools import Repository, keyguard


def test_what_is_pinned_is_what_runs(repository: Repository) -> None:
    keyguard("init", cwd=repository.path)
    revision = Repository(PROJECT).git("rev-parse", "HEAD")
    assert f"rev: {revision}\n" in (repository.path / HOOKS).read_text()
    assert f"connexease/keyguard@{revision}\n" in (repository.path / WORKFLOW).read_text()


ID = "0123456789abcdef0123456789abcdef01234567"
RECORDED = [
    (None, f"v{__version__}"),
    ({"url": "https://x/k", "vcs_info": {"vcs": "git", "commit_id": ID}}, ID),
    ({"url": "https://x/k", "vcs_info": {"requested_revision": "main", "commit_id": ID}}, ID),
    ({"url": "https://x/keyguard.tar.gz", "archive_info": {}}, PLACEHOLDER),
    ({"url": "file:///nowhere/keyguard", "dir_info": {}}, PLACEHOLDER),
    ({"url": Path(__file__).parent.as_uri(), "dir_info": {}}, PLACEHOLDER),
]


@pytest.mark.parametrize(("recorded", "revision"), RECORDED)
def test_what_an_installer_wrote_down(recorded: object, revision: str) -> None:
    """https://packaging.python.org/en/latest/specifications/direct-url/"""
    assert recorded_revision(json.dumps(recorded) if recorded else None) == revision


def test_a_folder_that_was_installed_from(repository: Repository) -> None:
    recorded = json.dumps({"url": repository.path.as_uri(), "dir_info": {}})
    assert recorded_revision(recorded) == PLACEHOLDER
    head = repository.commit()
    assert recorded_revision(recorded) == head


def test_a_revision_that_is_not_known_is_told(repository: Repository) -> None:
    result = keyguard("init", "--rev", PLACEHOLDER, cwd=repository.path)
    assert "git ls-remote https://github.com/connexease/keyguard HEAD" in result.out
    again = keyguard("init", cwd=repository.path)
    assert "ls-remote" not in again.out


@pytest.mark.parametrize("revision", ["", "-x", "a b", "v1:", "v1 # x", "v1\n", "${{ x }}", "'v1'"])
def test_a_revision_is_nothing_else(repository: Repository, revision: str) -> None:
    result = keyguard("init", f"--rev={revision}", cwd=repository.path)
    assert result.code == 2
    assert "name a tag or a commit" in result.err
    assert not (repository.path / HOOKS).exists()
