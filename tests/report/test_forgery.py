"""No name forges a line, a workflow command, a terminal escape, a table row or a link."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.model import Commit, Problem, State
from keyguard.model.report import Report
from keyguard.report import FORMATS, Presentation, write
from keyguard.report.sanitize import one_line, printable
from tests.report.output import output
from tests.report.reports import CLEAN, PRODUCTION, SCAN, finding, report

HOSTILE = b"a,title=x::b\n::error::c%0A"

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:.*?[^`])\1(?!`)")
"""https://github.github.com/gfm/#code-spans: it ends with a run of backticks of the same length."""

_ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that GitHub's runner would read in a log."""
    found = []
    for line in re.split("\r\n|\r|\n", text):
        if line.lstrip().startswith("::"):
            head, _, data = line.lstrip()[2:].partition("::")
            name, _, properties = head.partition(" ")
            pairs = (pair.partition("=") for pair in properties.split(",") if pair)
            values = {key: _unescaped(value) for key, _, value in pairs}
            found.append((name, values, _unescaped(data)))
        assert not re.search(r"##\w{0,20}\[", line)
    return found


def _unescaped(text: str) -> str:
    for code, char in _ESCAPES:
        text = text.replace(code, char)
    return text


def hostile_report(path: bytes, words: str, state: State = State.TREE) -> Report:
    return report(
        finding(
            f"{words}{PRODUCTION}{words}",
            PRODUCTION,
            path=path,
            state=state,
            commit=Commit("0123456789ab", words, "2026-01-31"),
            message=words,
        ),
        problems=(Problem(path, words),),
    )


def test_github_escapes_a_hostile_path() -> None:
    made = report(
        finding(PRODUCTION, PRODUCTION, path=HOSTILE),
        problems=(Problem(HOSTILE, "it can't be read."),),
    )
    text = output("github", made)
    problem, found = commands(text)
    assert text.count("\n") == 3
    assert problem == (
        "error",
        {"title": f"keyguard could not read {HOSTILE.decode()}"},
        "it can't be read.",
    )
    name, properties, _ = found
    assert name == "error"
    assert set(properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert properties["file"] == HOSTILE.decode()
    assert properties["title"] == "keyguard: production-key"


def test_github_gives_no_file_for_what_only_history_holds() -> None:
    made = report(
        *(
            finding(PRODUCTION, PRODUCTION, path=HOSTILE, state=state)
            for state in (State.HISTORY, State.UNREACHABLE, State.MESSAGE, State.STDIN)
        )
    )
    found = commands(output("github", made))
    assert len(found) == 4
    for _, properties, data in found:
        assert set(properties) == {"title"}
        assert data.startswith(f"{HOSTILE.decode()}:1:1: ")


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"github"}))
@pytest.mark.parametrize("width", [40, 80])
def test_other_formats_hold_no_command(format: str, width: int) -> None:
    words = "a \n::error::b \r::set-output name=x::y ##[add-path]z ##vso[task.x] " * 3
    made = hostile_report(HOSTILE, words, State.HISTORY)
    assert commands(output(format, made, width=width)) == []


@given(path=st.binary(max_size=20), words=st.text(max_size=30))
@pytest.mark.parametrize("format", FORMATS)
def test_nothing_unprintable_is_written(format: str, path: bytes, words: str) -> None:
    text = output(format, hostile_report(path, words))
    assert all(char.isprintable() or char == "\n" for char in text)
    text.encode("utf-8")


@given(path=st.binary(min_size=1, max_size=20), words=st.text(max_size=30))
def test_text_has_as_many_lines_as_for_tame_names(path: bytes, words: str) -> None:
    made = hostile_report(path.replace(b"[", b""), words)
    text = output("text", made)
    assert text.count("\n  high ") == 1
    assert text.rstrip("\n").rpartition("\n")[2].startswith("NOT A CLEAN RESULT")


def test_text_takes_no_markup_from_names() -> None:
    made = hostile_report(b"[bold]x[/bold][link=x.example]", "[red]y[/red] :warning:")
    text = output("text", made)
    assert "[bold]x[/bold][link=x.example]" in text
    assert "[red]y[/red] :warning:" in text


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        (b"a|b", "<code>a&#124;b&#58;1&#58;1</code>"),
        (b"a`b", "<code>a&#96;b&#58;1&#58;1</code>"),
        (b" a", "<code>&#32;a&#58;1&#58;1</code>"),
        (b"<img src=x>", "`<img src=x>:1:1`"),
        (b"a\nb", r"`a\nb:1:1`"),
    ],
)
def test_markdown_cells_hold_any_path(path: bytes, cell: str) -> None:
    (row,) = (
        line
        for line in output(
            "markdown", report(finding(PRODUCTION, PRODUCTION, path=path))
        ).splitlines()
        if line.startswith("| high")
    )
    assert row.split(" | ")[2] == f"[{cell}](%s#L1)" % quote(path)


def test_markdown_escapes_prose() -> None:
    made = report(problems=(Problem(b"", "<b>[x](y) *z* a_b | c"),))
    assert r"- &lt;b&gt;\[x\](y) \*z\* a\_b \| c" in output("markdown", made)


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/x", "HTTP://evil.example", "ftp://evil.example", "www.evil.example",
        "<https://evil.example>", "(https://evil.example)", "ada@evil.example", "@ada", "#12",
        "mailto:ada@evil.example", "a`https://evil.example`b", "``https://evil.example", "`www.e.x",
        "` x` www.evil.example `y", "https://a`www.evil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}", "member {} is damaged.", "`{}", "a ` b {} c ``", "{} {}"])
def test_markdown_makes_no_link_of_a_name(name: str, frame: str) -> None:
    text = frame.replace("{}", name)
    made = report(problems=(Problem(b"", text),), skipped={text: 1}, submodules=(text.encode(),))
    for line in output("markdown", made).splitlines():
        left = _CODE_SPAN.sub(" ", line.replace(r"\`", " "))
        assert not re.search(r"://|www\.|@|#\d", left, re.IGNORECASE), line


def test_markdown_keeps_the_links_of_our_own_advice() -> None:
    made = report(finding(PRODUCTION, PRODUCTION, fix="1. See https://example.org/keys."))
    assert "1. See https://example.org/keys." in output("markdown", made)


def test_json_and_sarif_keep_what_a_path_is() -> None:
    made = report(finding(PRODUCTION, PRODUCTION, path=b"a b/\xff\n\xc3\xa9:#?.py"))
    assert json.loads(output("json", made))["findings"][0]["path"] == "a b/\\xff\n\xe9:#?.py"
    (run,) = json.loads(output("sarif", made))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20b/%FF%0A%C3%A9%3A%23%3F.py"
    assert unquote_to_bytes(uri) == b"a b/\xff\n\xc3\xa9:#?.py"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_encoding_can_hold_every_report(format: str, encoding: str) -> None:
    made = hostile_report("\u4e2d/\U0001f511.py".encode(), "\u0130stanbul \udcff \ud800")
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write(format, made, stream, Presentation(base="/repo", width=80))
    stream.flush()
    assert "production-key" in stream.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\u4e2d \xe9", "\u4e2d \xe9"),
        ("a\nb\tc\x1b", r"a\nb\tc\x1b"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\ud800"),
        ("\u202e\u200b\xa0", r"\u202e\u200b\xa0"),
        ("##[x] ##vso[y] ## [z]", r"#\x23[x] #\x23vso[y] ## [z]"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_one_line_breaks_commands() -> None:
    assert one_line("::error::x") == r":\x3aerror:\x3ax"


def test_clean_reports_load_no_rich() -> None:
    program = (
        "import sys\n"
        "from keyguard.model import Scanned\n"
        "from keyguard.model.report import Report\n"
        "from keyguard.report import Presentation, write\n"
        "report = Report('scan', (), (), Scanned(), {})\n"
        "write('text', report, sys.stdout, Presentation())\n"
        "sys.exit('rich' in sys.modules)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert finished.returncode == 0
    assert finished.stdout.startswith(b"No findings.")
    assert output("text", CLEAN) != output("text", SCAN)
