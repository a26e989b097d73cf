"""Each format, whatever stands in it: no formula, no forged line, no value, no script."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from keyguard.fleet.records import FoundIn, RepositoryState, Unread
from keyguard.fleet.report.formats import FORMATS
from keyguard.fleet.store.database import Store
from keyguard.pipeline.stamp import Stamp
from keyguard.report.sanitize import well_formed
from tests.browser import BROWSER, browsing
from tests.fleet.large import fill, network
from tests.report.test_forgery import commands
from tests.report.test_html import HARMLESS, HARMLESS_ATTRIBUTES, Page
from tests.samples import production_key, staging_key
from tests.tools import keyguard

FIELDS = ("rule", "path", "author", "commit", "date", "message", "fix", "surface_reason")


def told(path: Path, text: str, *options: str) -> str:
    """A report of a fleet in which this text stands wherever text can."""
    with Store.open(path / "store") as store:
        typed = well_formed(text)
        run = store.begin_run(Stamp(typed, typed, typed), typed)
        state, first, *others = network(0, 1, 4)
        assert isinstance(first, FoundIn)
        finding: dict[str, Any] = {**first.finding, **dict.fromkeys(FIELDS, text)}
        finding["credential"] = {**finding["credential"], "redacted": text, "vendor": text}
        finding.update(refs=[text], via=[text])
        allowed = {
            **finding, "path": f"{text}.old", "suppressed": {"by": text, "reason": text},
            "fingerprint": "f" * 32,
        }  # fmt: skip
        store.ingest(
            run,
            [
                state, *others, RepositoryState(text, text, "scanned", text, text),
                FoundIn(text, finding), FoundIn(text, allowed), Unread(text, text, text),
                RepositoryState(f"{text} 2", "", "failed", text),
            ],
        )  # fmt: skip
        store.end_run(run)
    result = keyguard("fleet", "report", "store", *options, cwd=path)
    assert result.code == 2
    return result.out


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "  @x", "|calc", "%x", "＝1",
            "\n=1", "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "\x00=1")  # fmt: skip
HARMLESS_CELLS = ("a=1", "src/app.py", "1+1", "https://git.example.org/a", "'quoted'", "ünï")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    table = rows(told(tmp_path, text, "-f", "csv"))
    cells = [cell for row in table for cell in row.values()]
    assert any(text.strip("\t\r\n\0 ")[:2] in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"[\s\x00]*[=+\-@|%＝]", cell)] == []
    assert [cell for cell in cells if re.search(r"[\t\r\n\x00]", cell)] == []


@pytest.mark.parametrize("text", HARMLESS_CELLS)
def test_other_cells_stay_as_they_are(tmp_path: Path, text: str) -> None:
    table = rows(told(tmp_path, text, "-f", "csv"))
    assert {row["path"] for row in table} >= {text, f"{text}.old"}


def test_a_row_for_each_finding_and_each_gap(second: Path) -> None:
    table = rows(keyguard("fleet", "report", second, "-f", "csv", cwd=second.parent).out)
    counts = {kind: sum(row["row"] == kind for row in table) for kind in ("failed", "unread")}
    assert counts == {"failed": 2, "unread": 1}
    jobs = {(row["path"], row["job"]) for row in table if row["job"]}
    assert jobs == {(".github/workflows/deploy.yml", "GitHub Actions"), ("Jenkinsfile", "Jenkins")}


HOSTILE = (
    "a\n::error::b", "##[error]x", "##vso[task.x]y", "\x1b[31mred", "a\r\nb", "\u202eabc", "\0",
    "<script>alert(1)</script>", "</li></ol><img src=x onerror=alert(1)>", "\"'><svg/onload=x>",
    "$body${style}&lt;", "</style></title>", "--><!--", "[bold]x[/bold]", "\udcff\ud800", "🔑" * 50,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("format", FORMATS)
def test_no_text_forges_anything(tmp_path: Path, format: str, text: str) -> None:
    written = told(tmp_path, text, "-f", format, "-v")
    assert commands(written) == []
    assert all(char.isprintable() or char == "\n" for char in written)
    if format == "html":
        page = Page(written)
        assert page.tags <= HARMLESS | OURS
        assert page.attributes <= HARMLESS_ATTRIBUTES | OUR_ATTRIBUTES


@pytest.mark.parametrize("format", FORMATS)
def test_no_value_leaves_even_if_a_shard_brings_one(tmp_path: Path, format: str) -> None:
    key, other = production_key("leak"), staging_key("leak")
    written = told(tmp_path, f"https://ada:{other}@x/{key}", "-f", format, "-v")
    assert key not in written
    assert other not in written


OURS = {"fieldset", "legend", "label", "input", "table", "thead", "tbody", "tr", "th", "td"}
OUR_ATTRIBUTES = {"type", "checked", "scope"}


def test_the_page_is_whole_and_has_no_script(second: Path) -> None:
    text = keyguard("fleet", "report", second, "-f", "html", "--since", "1", cwd=second.parent).out
    page = Page(text)
    assert text.isascii()
    assert "script" not in page.tags
    assert "default-src 'none'" in text
    assert not [link for link in page.links if not link.startswith("#")]
    assert {"kind", "severity", "where", "environment", "since then"} <= {*page.said("legend")}


VISIBLE = "[...document.querySelectorAll('.credentials > li')].filter(e => e.offsetHeight)"
ARROW_RIGHT, ENTER = ("ArrowRight", 39), ("Enter", 13, "\r")


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")
def test_ten_thousand_findings_are_read_and_filtered_by_keyboard(tmp_path: Path) -> None:
    fill(tmp_path / "store", findings=10_000)
    file = tmp_path / "fleet.html"
    keyguard("fleet", "report", "store", "-f", "html", "-o", file, cwd=tmp_path)
    assert file.stat().st_size < 8_000_000
    with browsing(tmp_path / "profile") as tab:
        tab.open(file)
        assert tab.requests == [file.as_uri()]
        everything = tab.value(f"{VISIBLE}.length")
        assert everything > 2000
        tab.value("document.getElementById('is-kind-any').focus()")
        tab.press(*ARROW_RIGHT)
        assert tab.value("document.activeElement.id") == "is-kind-production-key"
        kinds = tab.value(f"[...new Set({VISIBLE}.map(e => e.classList[0]))]")
        assert kinds == ["production-key"]
        few = tab.value(f"{VISIBLE}.length")
        tab.value("document.getElementById('is-environment-any').focus()")
        tab.press(*ARROW_RIGHT)
        assert 0 < tab.value(f"{VISIBLE}.length") < few < everything
        assert tab.value(f"{VISIBLE}.every(e => e.classList.contains('env-production'))")
        tab.value(f"{VISIBLE}[0].querySelector('summary').focus()")
        tab.press(*ENTER)
        assert tab.value(f"{VISIBLE}[0].querySelector('details').open")
        assert tab.value("document.documentElement.scrollWidth <= innerWidth")
