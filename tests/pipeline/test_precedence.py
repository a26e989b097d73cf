"""One credential at one place is one finding, and what else is said of it is in its message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rules.test_rules import fill
from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

try:
    import tomllib
except ImportError:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "doubles.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """All cases in one repository, a folder each."""
    repository = Repository.create(tmp_path_factory.mktemp("doubles") / "repository")
    for number, case in enumerate(CASES):
        repository.write(f"case{number}/{case['path']}", fill(case["text"], number) + "\n")
    return scan_json("scan", cwd=repository.path)


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(CASES)), ids=[case["path"] for case in CASES]
)
def test_one_finding_for_each_credential(
    scanned: Result, number: int, case: dict[str, Any]
) -> None:
    findings = [
        finding
        for finding in scanned.json["findings"]
        if finding["path"].startswith(f"case{number}/")
    ]
    said = sorted(f"{finding['rule']} {finding['severity']}" for finding in findings)
    assert said == case["rules"]
    assert case.get("also", "") in " ".join(finding["message"] for finding in findings)


def test_a_tracked_env_file_is_said_beside_it(repository: Repository) -> None:
    repository.commit_file(".env", f"REACT_APP_CONNEXEASE_KEY={production_key()}\n")
    result = scan_json("scan", cwd=repository.path)
    rules = [finding["rule"] for finding in result.json["findings"]]
    assert sorted(rules) == ["key-in-public-env", "tracked-env-file"]


def test_a_rule_that_is_off_takes_nothing(repository: Repository) -> None:
    line = f"curl https://api.gateway.connexease.com/x -H 'Authorization: {production_key()}'\n"
    repository.write("send.sh", line)
    result = scan_json("scan", "--ignore", "production-key", cwd=repository.path)
    assert result.found == {("malformed-authorization", "send.sh")}
    result = scan_json("scan", "--ignore", "malformed-authorization", cwd=repository.path)
    (finding,) = [each for each in result.json["findings"] if not each["suppressed"]]
    assert "Bearer" not in finding["message"]
