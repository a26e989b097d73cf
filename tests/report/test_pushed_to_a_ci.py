"""What a CI reads was pushed, though its runner may have no ref of a remote that leads there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json


@pytest.fixture
def base(repository: Repository) -> str:
    """What a remote is known to have, behind a key in a file, a message and a tag."""
    commit = repository.commit_file("README", "x\n")
    repository.git("update-ref", "refs/remotes/origin/main", commit)
    repository.commit_file("a.py", f'key = "{production_key()}"\n', f"Use {production_key(1)}")
    repository.git("tag", "--annotate", "v1", "--message", f"With {production_key(2)}")
    return commit


@pytest.mark.parametrize("caller", ["GitHub", "GitLab", "another"])
def test_it_is_revoked_first(
    repository: Repository, base: str, tmp_path: Path, caller: str
) -> None:
    head = repository.git("rev-parse", "HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"before": base, "after": head}))
    variables = {
        "GitHub": {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event)},
        "GitLab": {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_COMMIT_SHA": head,
        },
        "another": {"CI": "true"},
    }
    command = ("commits", "HEAD", "^origin/main") if caller == "another" else ("ci",)
    result = scan_json(*command, cwd=repository.path, env=variables[caller])
    assert [each["fix"][:9] for each in result.json["findings"]] == ["1. Revoke"] * 3


@pytest.mark.parametrize("ref", ["refs/pipelines/1", "refs/pull/1/head"])
def test_so_was_what_a_ref_of_a_forge_leads_to(repository: Repository, base: str, ref: str) -> None:
    repository.git("update-ref", ref, "HEAD")
    findings = scan_json("history", cwd=repository.path).json["findings"]
    assert {each["path"]: each.get("pushed") for each in findings} == {
        "a.py": True,
        "(commit message)": True,
        "(tag message)": None,
    }
