"""SARIF against its schema, and against what GitHub code scanning asks for beyond it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from keyguard.model import Part, Problem, Severity, State
from keyguard.model.report import Report
from keyguard.report.sarif import MOST_RESULTS
from tests.report.output import output
from tests.report.reports import (
    ADA,
    CLEAN,
    DOCUMENTATION,
    HISTORY,
    PRODUCTION,
    SCAN,
    finding,
    report,
)

# The schema's source and licence stand in sarif-schema-2.1.0.txt.
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))


def run_of(made: Report) -> Any:
    return json.loads(output("sarif", made))["runs"][0]


@pytest.mark.parametrize("made", [CLEAN, SCAN, HISTORY], ids=["clean", "scan", "history"])
def test_the_log_is_valid(made: Report) -> None:
    validator = jsonschema.Draft4Validator(SCHEMA)
    assert [
        error.message for error in validator.iter_errors(json.loads(output("sarif", made)))
    ] == []


def test_the_schema_would_notice() -> None:
    log = json.loads(output("sarif", SCAN))
    del log["runs"][0]["results"][0]["message"]
    assert not jsonschema.Draft4Validator(SCHEMA).is_valid(log)


def test_rules_carry_what_github_shows() -> None:
    rules = run_of(SCAN)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules[: len(DOCUMENTATION)]] == list(DOCUMENTATION)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert "security" in rule["properties"]["tags"]
        assert isinstance(rule["properties"]["security-severity"], str)


@pytest.mark.parametrize("more", [0, 1])
def test_no_more_than_github_takes(more: int) -> None:
    low = finding(PRODUCTION, PRODUCTION, severity=Severity.LOW, path=b"low.py")
    critical = finding(PRODUCTION, PRODUCTION, severity=Severity.CRITICAL, path=b"critical.py")
    run = run_of(report(*[low] * (MOST_RESULTS - 1 + more), critical))
    assert len(run["results"]) == MOST_RESULTS
    assert [each["level"] for each in run["results"]].count("error") == 1
    told = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert [text.split(" ", 1)[0] for text in told] == ["1"] * more


def test_a_rule_leads_to_its_page_if_it_has_one() -> None:
    rules = run_of(SCAN)["tool"]["driver"]["rules"]
    pages = {rule["id"]: rule.get("helpUri") for rule in rules}
    assert {id_: page for id_, page in pages.items() if page} == {
        id_: text.page for id_, text in DOCUMENTATION.items()
    }
    assert None in pages.values()


def test_levels_and_scores_follow_severity() -> None:
    rules = {rule["id"]: rule for rule in run_of(SCAN)["tool"]["driver"]["rules"]}
    found = {
        rule: (
            rules[rule]["defaultConfiguration"]["level"],
            float(rules[rule]["properties"]["security-severity"]),
        )
        for rule in DOCUMENTATION
    }
    assert found["key-in-frontend"][0] == "error"
    assert found["key-in-frontend"][1] > 9.0
    assert found["production-key"][0] == "error"
    assert 7.0 <= found["production-key"][1] <= 8.9
    assert found["staging-key"][0] == "warning"
    assert 4.0 <= found["staging-key"][1] <= 6.9
    assert found["never-fired"][0] == "note"
    assert 0.1 <= found["never-fired"][1] <= 3.9


def test_every_result_points_to_its_rule() -> None:
    run = run_of(HISTORY)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_fingerprint_survives_a_shift_of_lines() -> None:
    def fingerprint(text: str) -> Any:
        return run_of(report(finding(text, PRODUCTION)))["results"][0]["partialFingerprints"]

    assert fingerprint(PRODUCTION) == fingerprint("\n\n  " + PRODUCTION)
    assert set(fingerprint(PRODUCTION)) == {"primaryLocationLineHash"}


def test_suppressed_results_say_so() -> None:
    suppressions = {result["ruleId"]: result["suppressions"] for result in run_of(SCAN)["results"]}
    assert suppressions.pop("hardcoded-webhook-secret") == [
        {"kind": "inSource", "justification": "made up for a test"}
    ]
    assert set(map(len, suppressions.values())) == {0}


@pytest.mark.parametrize(("made", "successful"), [(SCAN, True), (HISTORY, False)])
def test_an_incomplete_scan_was_not_successful(made: Report, successful: bool) -> None:
    (invocation,) = run_of(made)["invocations"]
    assert invocation["executionSuccessful"] is successful
    assert len(invocation["toolExecutionNotifications"]) == len(made.problems)


def test_runs_of_different_commands_stand_beside_each_other() -> None:
    assert run_of(SCAN)["automationDetails"]["id"] == "keyguard/scan/"
    assert run_of(HISTORY)["automationDetails"]["id"] == "keyguard/history/"


def test_lines_are_given_only_for_content() -> None:
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in run_of(HISTORY)["results"]
    ]
    assert sorted(len(region) for region in regions) == [1, 1, 4, 4]


def uri_of(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


NO_FILES = (
    (b"(commit message)", State.MESSAGE, Part.COMMIT),
    (b"(tag message)", State.MESSAGE, Part.TAG),
    (b"(object 0123456789ab)", State.UNREACHABLE, Part.CONTENT),
    (b"(stdin)", State.STDIN, Part.CONTENT),
)


@pytest.mark.parametrize(("name", "state", "part"), NO_FILES)
def test_what_is_no_file_is_no_artifact(name: bytes, state: State, part: Part) -> None:
    made = report(
        finding(PRODUCTION, PRODUCTION, path=name, state=state, part=part, commit=ADA),
        problems=(Problem(name, "it is damaged."),),
    )
    run = run_of(made)
    (result,) = run["results"]
    assert uri_of(result) == "."
    (logical,) = result["locations"][0]["logicalLocations"]
    assert logical["name"] == name.decode().strip("()")
    assert f"In the {logical['name']}" in result["message"]["text"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "locations" not in told
    assert logical["name"] in told["message"]["text"]
    assert jsonschema.Draft4Validator(SCHEMA).is_valid(json.loads(output("sarif", made)))


@pytest.mark.parametrize("state", [State.HEAD, State.INDEX, State.TREE])
def test_a_file_may_have_any_name(state: State) -> None:
    made = report(finding(PRODUCTION, PRODUCTION, path=b"(commit message)", state=state))
    (result,) = run_of(made)["results"]
    assert uri_of(result) == "%28commit%20message%29"
    assert "logicalLocations" not in result["locations"][0]


def test_what_was_deleted_is_shown_with_its_commit() -> None:
    made = report(finding(PRODUCTION, PRODUCTION, path=b"old.py", state=State.HISTORY, commit=ADA))
    (result,) = run_of(made)["results"]
    assert f"Commit {ADA.id[:10]} by {ADA.author}" in result["message"]["text"]
    assert "only in history" in result["message"]["text"]
