"""Every link on a page leads somewhere, and every path that a page names is there."""

from __future__ import annotations

import re
import sys
from itertools import chain
from pathlib import Path

import pytest

from keyguard.rules import PAGE, all_rules
from tests.docs.pages import PAGES, PROJECT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXAMPLES = {"keyguard/rules/my_rule.py"}
"""Paths of what a reader is about to write."""

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\((?!https?://)([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:keyguard|tests|hooks|docs|\.ci)/[\w./-]*)`")

_CLASS = re.compile(r"^\| ([A-Z]\w+) \|.*\| `(keyguard/[\w./]+)` \|$", re.MULTILINE)


def prose(page: Path) -> str:
    """The page without what stands in its blocks of code."""
    return _FENCED.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """What GitHub calls the page's headings in links."""
    headings = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(_CODE.sub("", prose(page))):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "rules.md"], ids=lambda page: page.name
)
def test_paths_exist(page: Path) -> None:
    """The page of the rules names files of repositories that have keys in them."""
    named = set(_PATH.findall(prose(page))) - EXAMPLES
    assert [path for path in sorted(named) if not (PROJECT / path).exists()] == []


def test_the_glossary_names_where_a_class_is_defined() -> None:
    rows = _CLASS.findall((PROJECT / "docs" / "glossary.md").read_text("utf-8"))
    assert len(rows) > 10
    for name, path in rows:
        assert re.search(rf"^class {name}\b", (PROJECT / path).read_text("utf-8"), re.MULTILINE)


def test_a_wrong_link_and_a_wrong_path_would_be_seen() -> None:
    links = [link for page in PAGES for link in _LINK.findall(prose(page))]
    paths = {path for page in PAGES for path in _PATH.findall(prose(page))}
    assert len(links) > 30
    assert {"keyguard/rules/", "tests/samples.py"} <= paths
    assert "the-second-command" not in anchors(PROJECT / "README.md")
    assert "exit-codes" in anchors(PROJECT / "README.md")


def test_the_page_of_every_rule_is_there() -> None:
    """SARIF names it: the address is the one of docs/rules.md, and has a heading for the rule."""
    assert PAGE.endswith("/docs/rules.md")
    headings = anchors(PROJECT / "docs" / "rules.md")
    assert {rule.page for rule in all_rules().values()} <= {f"{PAGE}#{name}" for name in headings}


def test_every_dependency_is_explained() -> None:
    """Grammars and type stubs stand in one row each."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    named = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    named += chain.from_iterable(project["project"]["optional-dependencies"].values())
    packages = {re.split(r"[^\w.-]", each)[0] for each in named} - {"keyguard"}
    why = (PROJECT / "CONTRIBUTING.md").read_text("utf-8").partition("## Why each dependency")[2]
    rows = " ".join(re.findall(r"^\| ([^|]+) \|", why, re.MULTILINE))
    alone = {each for each in packages if not each.startswith(("tree-sitter-", "types-"))}
    assert alone <= {word.strip(",") for word in rows.split()}
