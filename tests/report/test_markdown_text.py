"""Code stays code in Markdown, and places link to their lines, on the forge if it is known."""

from __future__ import annotations

import re

import pytest

from keyguard.model import State
from keyguard.report.markdown_text import prose, trusted
from tests.report.output import output
from tests.report.reports import PRODUCTION, finding, report
from tests.samples import production_key
from tests.tools import Repository, keyguard

TEXTS = {
    "Add `.env.*` to .gitignore": "Add `.env.*` to .gitignore",
    "a_b `c_d` e*f": r"a\_b `c_d` e\*f",
    "`git rm --cached FILE`, then `x|y`": r"`git rm --cached FILE`, then \`x\|y\`",
    "one ` alone_": r"one \` alone\_",
    "`` two ``": r"\`\` two \`\`",
    "` spaced `": r"\` spaced \`",
    "<b>`<i>`": "&lt;b&gt;`<i>`",
    "no code": "no code",
}


@pytest.mark.parametrize("text", TEXTS)
def test_code_is_not_escaped(text: str) -> None:
    assert (prose(text), trusted(text)) == (TEXTS[text], TEXTS[text])


FORGES = {
    "none": ({}, "app.py#L2"),
    "GitHub": (
        {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "a1"},
        "https://github.com/o/r/blob/a1/app.py#L2",
    ),
    "GitLab": (
        {"CI_PROJECT_URL": "https://gitlab.com/g/p", "CI_COMMIT_SHA": "b2"},
        "https://gitlab.com/g/p/-/blob/b2/app.py#L2",
    ),
    "half of GitHub": ({"GITHUB_SERVER_URL": "https://github.com"}, "app.py#L2"),
    "hostile": (
        {"CI_PROJECT_URL": "https://x.example/) [y](javascript:z", "CI_COMMIT_SHA": "b2"},
        "app.py#L2",
    ),
}


@pytest.mark.parametrize("forge", FORGES)
def test_links_lead_to_lines(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, forge: str
) -> None:
    environ, address = FORGES[forge]
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "CI_PROJECT_URL"):
        monkeypatch.delenv(name, raising=False)
    repository.commit_file("app.py", f'x = 1\nkey = "{production_key()}"\n')
    for command in ("scan", "audit"):
        said = keyguard(command, "-f", "markdown", cwd=repository.path, env=environ).out
        assert set(re.findall(r"\[`app\.py[^]]*\]\(([^)]*)\)", said)) == {address}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (b"a b.py", "a%20b.py#L1"),
        (b"a)b](c", "a%29b%5D%28c#L1"),
        (b"javascript:alert(1)", "javascript%3Aalert%281%29#L1"),
        ("schlüssel.py".encode(), "schl%C3%BCssel.py#L1"),
        (b"/etc/key", None),
    ],
)
def test_any_path_is_a_link_to_itself(path: bytes, target: str | None) -> None:
    said = output("markdown", report(finding(PRODUCTION, PRODUCTION, path=path)))
    row = next(line for line in said.splitlines() if line.startswith("| high"))
    assert (f"]({target})" in row) if target else ("](" not in row)


@pytest.mark.parametrize("state", [State.HISTORY, State.UNREACHABLE, State.STASH, State.MESSAGE])
def test_what_is_in_no_file_is_no_link(state: State) -> None:
    assert "](" not in output("markdown", report(finding(PRODUCTION, PRODUCTION, state=state)))
