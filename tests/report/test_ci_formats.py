"""GitLab Code Quality and JUnit XML: what their readers rely on."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from keyguard.model import Problem, Severity, State, Suppression
from keyguard.model.report import Report
from keyguard.report.junit import MOST_FINDINGS
from tests.report.output import output
from tests.report.reports import CLEAN, HISTORY, PRODUCTION, SCAN, finding, report
from tests.samples import production_key

HOSTILE = b"a\"><x y='&amp;\n\x1b[1m\xff]]>.py"


def issues(made: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output("gitlab", made))
    return found


def suite(made: Report) -> ET.Element:
    root = ET.fromstring(output("junit", made))
    assert root.tag == "testsuites"
    (found,) = root
    return found


class TestGitLab:
    def test_a_clean_report_is_an_empty_list(self) -> None:
        assert issues(CLEAN) == []

    @pytest.mark.parametrize("made", [SCAN, HISTORY], ids=["scan", "history"])
    def test_every_issue_has_what_gitlab_needs(self, made: Report) -> None:
        found = issues(made)
        assert len(found) == len(made.active) + len(made.problems)
        for issue in found:
            assert issue["description"]
            assert issue["check_name"]
            assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert issue["location"]["path"]
            assert not issue["location"]["path"].startswith(("/", "./"))
            assert issue["location"]["lines"]["begin"] >= 1
        assert len({issue["fingerprint"] for issue in found}) == len(found)

    def test_severities_keep_their_order(self) -> None:
        order = ["blocker", "critical", "major"]
        found = {issue["check_name"]: issue["severity"] for issue in issues(SCAN)}
        assert [
            found[rule] for rule in ("key-in-frontend", "production-key", "staging-key")
        ] == order

    def test_what_was_not_read_is_an_issue(self) -> None:
        unread = [issue for issue in issues(HISTORY) if issue["check_name"] == "not-read"]
        assert [issue["location"]["path"] for issue in unread] == [".", "big/dump.sql"]


class TestJUnit:
    @pytest.mark.parametrize("made", [CLEAN, SCAN, HISTORY], ids=["clean", "scan", "history"])
    def test_the_counts_are_right(self, made: Report) -> None:
        found = suite(made)
        assert int(found.attrib["tests"]) == len(found.findall("testcase"))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(found.attrib[name]) == len(found.findall(f"testcase/{tag}"))
        assert int(found.attrib["failures"]) == len(made.active)
        assert int(found.attrib["errors"]) == len(made.problems)

    def test_a_clean_report_has_a_test_that_passed(self) -> None:
        (case,) = suite(CLEAN)
        assert len(case) == 0

    def test_a_report_without_findings_that_is_incomplete_has_none(self) -> None:
        found = suite(report(problems=(Problem(b"a", "it can't be read."),)))
        (case,) = found
        assert [child.tag for child in case] == ["error"]

    def test_a_failure_says_what_to_do(self) -> None:
        failure = suite(SCAN).find("testcase/failure")
        assert failure is not None
        assert "1. " in (failure.text or "")

    @pytest.mark.parametrize("made", [SCAN, HISTORY], ids=["scan", "history"])
    def test_what_a_message_says_is_said_in_the_content(self, made: Report) -> None:
        told = [each for tag in ("failure", "error", "skipped") for each in suite(made).iter(tag)]
        assert told
        for each in told:
            assert each.attrib["message"] in (each.text or "")

    def test_no_two_cases_have_one_name(self) -> None:
        keys = [production_key(seed) for seed in range(3)]
        findings = [
            finding(f"Use {key}", key, path=b"(commit message)", state=State.MESSAGE)
            for key in keys
        ]
        problems = tuple(Problem(b"", f"it can't be read, for reason {n}.") for n in range(2))
        found = suite(report(*findings, finding("Use it: x", "x"), problems=problems))
        cases = [(case.attrib["classname"], case.attrib["name"]) for case in found.iter("testcase")]
        assert len(set(cases)) == len(cases) == 6
        assert ("production-key", "src/app.py:1:9") in cases


def test_junit_has_no_more_than_gitlab_takes() -> None:
    """The most severe, the suppressed last, and the number of the others."""
    count = MOST_FINDINGS - 2
    grave = finding("CRITICAL", "CRITICAL", path=b"z.py", severity=Severity.CRITICAL)
    allowed = finding("LATER", "LATER", path=b"a.py", suppressed=Suppression("path", "x"))
    many = [finding(f"KEY{n}", f"KEY{n}", path=b"%d.py" % n) for n in range(count)]
    assert "more" not in output("junit", report(allowed, *many, grave))
    more = finding("MORE", "MORE", path=b"more.py")
    text = output("junit", report(allowed, *many, more, grave, finding("LAST", "LAST")))
    assert len(text.encode()) < 30_000_000
    found = ET.fromstring(text)[0]
    files = [case.get("file") for case in found.iter("testcase")]
    assert (files[0], "a.py" in files, files[-1]) == ("z.py", False, None)
    assert found[-1].attrib["name"] == "2 more"
    assert found.attrib["tests"] == found.attrib["failures"] == str(MOST_FINDINGS + 1)


@pytest.mark.parametrize("format", ["gitlab", "junit"])
def test_hostile_names(format: str) -> None:
    made = report(finding(PRODUCTION, PRODUCTION, path=HOSTILE), problems=(Problem(HOSTILE, "x"),))
    text = output(format, made)
    assert text.isascii()
    assert "\x1b" not in text
    if format == "junit":
        names = [case.attrib["file"] for case in suite(made)]
        assert names == ["a\"><x y='&amp;\\n\\x1b[1m\\xff]]>.py"] * 2
    else:
        names = [issue["location"]["path"] for issue in issues(made)]
        assert names == ["a\"><x y='&amp;\n\x1b[1m\\xff]]>.py"] * 2
