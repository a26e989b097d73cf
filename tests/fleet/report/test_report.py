"""The report of a fleet as a whole: its text, its exit code, and where it goes."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from keyguard.fleet.records import RepositoryState
from keyguard.fleet.store.database import Store
from tests.fleet.made import STAMP, scanned
from tests.fleet.report.asked import FORMATS, document, report
from tests.samples import production_key
from tests.tools import Repository

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("name", "options"), [("second", ()), ("since", ("--since", "1")), ("verbose", ("-v",))]
)
def test_golden(second: Path, name: str, options: tuple[str, ...]) -> None:
    """The whole text; KEYGUARD_UPDATE_GOLDEN=1 makes it anew."""
    text = report(second, *options).out
    for day in {run["began"][:10] for run in document(second)["runs"]}:
        text = re.sub(rf"{day}( \d\d:\d\d)?", lambda found: "0" * len(found[0]), text)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("KEYGUARD_UPDATE_GOLDEN") == "1":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


CODES = [
    ("first", (), 1),
    ("first", ("--fail-on", "critical"), 1),
    ("first", ("--exit-zero",), 0),
    ("first", ("--since", "1"), 0),
    ("first", ("--since", "2001-01-01"), 1),
    ("second", (), 2),
    ("second", ("--exit-zero",), 2),
    ("second", ("--since", "1"), 2),
]


@pytest.mark.parametrize(("name", "options", "code"), CODES)
@pytest.mark.parametrize("format", FORMATS)
def test_exit_codes(
    request: pytest.FixtureRequest, name: str, options: tuple[str, ...], code: int, format: str
) -> None:
    store: Path = request.getfixturevalue(name)
    assert report(store, "-f", format, *options).code == code


def test_nothing_reaches_a_higher_severity(tmp_path: Path, repository: Repository) -> None:
    repository.commit_file("app.py", f"key = '{production_key()}'\n")
    with Store.open(tmp_path / "store") as store:
        run = store.begin_run(STAMP)
        store.ingest(run, scanned("a", repository))
        store.end_run(run)
    assert report(tmp_path / "store").code == 1
    assert report(tmp_path / "store", "--fail-on", "critical").code == 0


def test_a_clean_fleet_is_told_in_a_line_or_two(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        run = store.begin_run(STAMP)
        store.set_state(run, RepositoryState("a", "n", "scanned"))
        store.end_run(run)
    result = report(tmp_path / "store")
    assert (result.code, result.err) == (0, "")
    assert result.out.strip().startswith("No findings.\n1 repository (1 scanned)")
    assert report(tmp_path / "store", "-q").out == ""
    assert document(tmp_path / "store")["credentials"] == []


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = report(tmp_path / "nothing")
    assert (result.code, result.out) == (2, "")
    assert "there is no fleet's store in" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_store_that_may_only_be_read_is_read(first: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(first, tmp_path / "store"))
    path.chmod(0o500)
    assert document(path)["complete"]
    path.chmod(0o700)


def test_a_report_in_a_file_leaves_a_line(first: Path, tmp_path: Path) -> None:
    result = report(first, "-f", "html", "-o", tmp_path / "fleet.html")
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith(f"the report is in {tmp_path / 'fleet.html'}.\n")
    refused = report(first, "-o", tmp_path / "nowhere" / "x")
    assert refused.code == 2
    assert "the report can't be written to" in refused.err
