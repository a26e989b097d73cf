"""Which forge's CI gets a job, and where it goes in a file that is there."""

from __future__ import annotations

import pytest
import yaml

from tests.cli.init.written import GITLAB, WORKFLOW, text_of
from tests.tools import Repository, keyguard


@pytest.mark.parametrize(
    ("remote", "files", "written"),
    [
        ("git@github.com:acme/shop.git", [], {WORKFLOW}),
        ("git@gitlab.com:acme/shop.git", [], {GITLAB}),
        ("https://gitlab.acme.example/shop.git", [], {GITLAB}),
        ("ssh://git@code.acme.example/gitlab/shop.git", [], {WORKFLOW}),
        ("", [], {WORKFLOW}),
        ("", [GITLAB], {GITLAB}),
        ("git@gitlab.com:acme/shop.git", [".github/dependabot.yml"], {WORKFLOW, GITLAB}),
        ("git@github.com:acme/shop.git", [GITLAB], {WORKFLOW, GITLAB}),
    ],
)
def test_the_remote_and_the_files_tell(
    repository: Repository, remote: str, files: list[str], written: set[str]
) -> None:
    if remote:
        repository.git("remote", "add", "origin", remote)
    for name in files:
        repository.write(name, "build:\n  script: [make]\n")
    keyguard("init", cwd=repository.path)
    ours = {name for name in (WORKFLOW, GITLAB) if "keyguard" in text_of(repository, name)}
    assert ours == written


def test_none(repository: Repository) -> None:
    keyguard("init", "--ci=none", cwd=repository.path)
    assert not (repository.path / WORKFLOW).exists()


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("build:\n  script: [make]\n", None),
        ("# ours\n---\nbuild:\n  script:\n    - make", None),
        ("stages: [build, deploy]\nbuild:\n  stage: build\n  script: [make]\n", ".pre"),
        ("include:\n  - local: x.yml\nstages:\n  - lint\n", ".pre"),
        ("build:\r\n  script: [make]\r\n", None),
        ('"a job":\n  script: [make]\n', None),
    ],
)
def test_the_job_comes_last(repository: Repository, text: str, stage: str | None) -> None:
    repository.write(GITLAB, text)
    assert f"{GITLAB}: job added." in keyguard("init", cwd=repository.path).out
    extended = text_of(repository, GITLAB)
    assert extended.startswith(text)
    document = yaml.safe_load(extended)
    job = document.pop("keyguard")
    assert document == yaml.safe_load(text)
    assert job.get("stage") == stage
    assert any("keyguard ci" in line for line in job["script"])
    assert "\n" not in extended.replace("\r\n", "") or "\r\n" not in text
    again = keyguard("init", cwd=repository.path)
    assert "has the job already" in again.out
    assert text_of(repository, GITLAB) == extended


@pytest.mark.parametrize(
    "text", ["", "{build: {script: [make]}}\n", "spec:\n  inputs: {}\n---\nbuild:\n  x: 1\n"]
)
def test_what_cannot_be_added_to_is_left_and_shown(repository: Repository, text: str) -> None:
    repository.write(GITLAB, text)
    result = keyguard("init", cwd=repository.path)
    assert "left alone; add this" in result.out
    assert "keyguard ci" in result.out
    assert text_of(repository, GITLAB) == text
