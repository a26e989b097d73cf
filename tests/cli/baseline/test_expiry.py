"""What is known until a day: from then on it counts again."""

from __future__ import annotations

import json

import pytest

from keyguard.suppress.baseline import today
from tests.cli.baseline.running import NAME, OLD, baseline, entries
from tests.tools import Repository, keyguard, scan_json

OVER, NOT_YET = "2020-02-29", "2999-12-31"


def expire(repository: Repository, day: str) -> None:
    """As if it had been written long ago."""
    document = json.loads((repository.path / NAME).read_text())
    for item in document["findings"]:
        item["expires"] = day
    repository.write(NAME, json.dumps(document))


def test_owner_and_day_are_kept_and_told(repository: Repository) -> None:
    repository.write("app.py", f'key = "{OLD}"\n')
    baseline(repository, "create", "--reason", "soon", "--owner", "ada", "--expires", NOT_YET)
    (item,) = entries(repository)
    assert (item["owner"], item["expires"]) == ("ada", NOT_YET)
    (finding,) = scan_json("scan", cwd=repository.path).json["findings"]
    assert finding["suppressed"]["reason"] == f"soon (ada, until {NOT_YET})"
    assert keyguard("scan", cwd=repository.path).err == ""


@pytest.mark.parametrize("command", [["scan"], ["staged"], ["history"], ["audit"]])
def test_what_has_expired_counts_again(known: Repository, command: list[str]) -> None:
    expire(known, OVER)
    known.git("add", "--all")
    if command != ["staged"]:
        known.commit()
    result = keyguard(*command, cwd=known.path)
    assert result.code == 1
    assert f"app.py: production-key ({OVER})" in result.err
    assert keyguard(*command, "-q", cwd=known.path).err == ""


def test_the_last_day_is_known(known: Repository) -> None:
    expire(known, today())
    assert keyguard("scan", cwd=known.path).code == 0


def test_update_renews_only_until_another_day(known: Repository) -> None:
    expire(known, OVER)
    result = baseline(known, "update")
    assert "--expires" in result.err
    assert "0 added, 1 known" in result.out
    assert keyguard("scan", cwd=known.path).code == 1
    renewed = baseline(known, "update", "--expires", NOT_YET)
    assert "~ app.py: production-key" in renewed.out
    (item,) = entries(known)
    assert (item["reason"], item["expires"]) == ("revoked", NOT_YET)
    assert keyguard("scan", cwd=known.path).code == 0


@pytest.mark.parametrize("day", ["tomorrow", "2027-13-01", "2027-02-30", "1.2.2027", "2020-01-01"])
def test_a_day_is_a_day_to_come(repository: Repository, day: str) -> None:
    result = baseline(repository, "create", "--expires", day)
    assert (result.code, result.out) == (2, "")
    assert day in result.err
    assert not (repository.path / NAME).exists()


@pytest.mark.parametrize("day", ["soon", "2027-13-01", "20270101"])
def test_a_bad_day_in_the_file_is_told(known: Repository, day: str) -> None:
    expire(known, day)
    result = keyguard("scan", cwd=known.path)
    assert (result.code, result.out) == (2, "")
    assert "2027-01-31" in result.err
