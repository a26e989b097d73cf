"""The web page: well-formed, complete, ordered, and nothing in it but text and style."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.fingerprint import digest
from keyguard.model import Commit, Problem, Severity
from keyguard.report.clean_up import PAGE
from tests.report.output import output
from tests.report.reports import CLEAN, HISTORY, PRODUCTION, SCAN, finding, report
from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard

HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "h1", "h2", "h3", "h4",
    "p", "ul", "ol", "li", "b", "article", "div", "span", "pre", "mark", "code", "a", "details",
    "summary", "svg", "path", "circle",
}  # fmt: skip
HARMLESS_ATTRIBUTES = {
    "class", "lang", "charset", "content", "name", "http-equiv", "id", "href", "role", "viewbox",
    "d", "cx", "cy", "r",
}  # fmt: skip
EMPTY = {"meta"}
MARKUP = (
    "<script>alert(1)</script>",
    "</code></li></ul><img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "$body${title}&lt;b&gt;&#60;i&#62;",
    "--><!--",
    "</style></title></pre>",
)


class Page(HTMLParser):
    """The elements of a page, which must close in their order, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words: list[tuple[str, str]] = []
        """An element, and a text in it."""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name == "href")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((self.open[-1], data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def said(self, tag: str) -> list[str]:
        return [text.strip() for element, text in self.words if element == tag]


def test_the_worst_comes_first_then_paths_in_order() -> None:
    made = report(
        *(
            finding(PRODUCTION, PRODUCTION, path=path, severity=severity)
            for path, severity in (
                (b"b.py", Severity.MEDIUM),
                (b"c.py", Severity.CRITICAL),
                (b"a.py", Severity.MEDIUM),
                (b"d.py", Severity.LOW),
            )
        )
    )
    page = Page(output("html", made))
    assert page.said("h4") == ["c.py", "a.py", "b.py", "d.py"]
    assert page.said("h2")[:3] == ["Critical (1)", "Medium (2)", "Low (1)"]
    assert page.said("b") == ["1", "0", "2", "1", "0"]


def test_digests_and_masks_stand_for_values() -> None:
    text = output("html", SCAN, show_secrets=True)
    assert PRODUCTION not in text
    assert digest(PRODUCTION) in text
    assert "pk_" in text


def test_what_was_not_read_is_told() -> None:
    page = Page(output("html", HISTORY))
    assert "Could not read (2)" in page.said("h2")
    assert "big/dump.sql" in page.said("code")
    assert any(text.startswith("NOT A CLEAN RESULT") for text in page.said("p"))


def test_what_is_suppressed_is_told_apart() -> None:
    headings = Page(output("html", SCAN)).said("h2")
    assert headings.index("Suppressed (1)") > headings.index("What to do")


def test_a_clean_page_says_so() -> None:
    page = Page(output("html", CLEAN))
    assert any(text.startswith("No findings.") for text in page.said("footer"))
    assert page.said("h4") == []


def assert_harmless(text: str) -> Page:
    assert text.isascii()
    page = Page(text)
    assert page.tags <= HARMLESS
    assert page.attributes <= HARMLESS_ATTRIBUTES
    assert all(re.fullmatch(r"#[cf]-[0-9]+|" + re.escape(PAGE), link) for link in page.links)
    assert len(text.split("</style>")) == 2
    for outside in ("url(", "@import", "http:", "https:"):
        assert outside not in text.split("</style>")[0]
    return page


@given(words=st.one_of(st.sampled_from(MARKUP), st.text(max_size=30)))
def test_nothing_is_markup(words: str) -> None:
    path = words.encode("utf-8", "replace")
    made = report(
        finding(
            f"{words}{PRODUCTION}{words}",
            PRODUCTION,
            path=path,
            message=words,
            fix=words,
            commit=Commit(words, words, words),
        ),
        problems=(Problem(path, words),),
        skipped={words: 1},
        submodules=(path,),
        root=f"/{words.replace('/', '')}",
    )
    assert_harmless(output("html", made))


@pytest.mark.parametrize("command", ["scan", "audit"])
def test_a_repository_with_hostile_names(repository: Repository, command: str) -> None:
    names = [f"{number}{text.replace('/', chr(0x2215))}" for number, text in enumerate(MARKUP)]
    for number, name in enumerate(names):
        repository.write(name, f'{MARKUP[number]}\nkey = "{production_key(name)}" {MARKUP[0]}\n')
    repository.commit(MARKUP[0])
    repository.write("<i>.py", f"key = '{staging_key('new')}' # keyguard: allow <b>why</b>\n")
    result = keyguard(command, "--format", "html", cwd=repository.path)
    assert result.code == 1
    page = assert_harmless(result.out)
    assert len(page.said("h4")) == len(MARKUP) + 1
    assert any("<b>why</b>" in text for text in page.said("p"))


def test_a_page_in_a_file(repository: Repository, tmp_path: Path) -> None:
    repository.write("app.py", f"key = '{production_key('file')}'\n")
    options = ("--format", "html", "--output", tmp_path / "report.html")
    result = keyguard("scan", *options, cwd=repository.path)
    assert (result.code, result.out) == (1, "")
    assert "app.py" in Page((tmp_path / "report.html").read_text()).said("h4")
