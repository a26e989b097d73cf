"""A command line that helps: suggestions, examples, completion, and terminals that can little."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.cli.commands import COMMANDS
from keyguard.rules import all_rules
from tests.samples import production_key
from tests.terminals import all_shown
from tests.tools import Repository, keyguard

MISTYPED = [
    ("stage", "'staged'"),
    ("Staged", "'staged'"),
    ("SCAN", "'scan'"),
    ("scna", "'scan'"),
    ("audti", "'audit'"),
    ("hist", "'history'"),
    ("rule", "'rules'"),
    ("comits", "'commits'"),
    ("secrets", "'secret'"),
    ("baselin", "'baseline'"),
    ("baseline creat", "'create'"),
    ("baseline updte", "'update'"),
    ("config chek", "'check'"),
    ("rotation strat", "'start'"),
    ("flet", "'fleet'"),
    ("fleet reprot", "'report'"),
    ("fleet mereg", "'merge'"),
    ("fleet report store --sicne 1", "'--since'"),
    ("scan --fromat json", "'--format'"),
    ("scan --exitzero", "'--exit-zero'"),
    ("rules production-kye", "'production-key'"),
    ("rules Production-Key", "'production-key'"),
    ("scan --select stagin-key", "'staging-key'"),
    ("scan --selct staging-key", "'--select'"),
    ("rules weak", "'weak-webhook-secret'"),
]


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_what_was_mistyped_gets_a_suggestion(tmp_path: Path, typed: str, meant: str) -> None:
    result = keyguard(*typed.split(), cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert f"; did you mean {meant}?" in result.err
    assert "--help" not in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("typed", ["zzzz", "", "42"])
def test_what_resembles_no_command_gets_them_all(tmp_path: Path, typed: str) -> None:
    result = keyguard(typed, cwd=tmp_path)
    assert result.code == 2
    assert "did you mean" not in result.err
    assert all(command in result.err for command in COMMANDS)


def test_every_unknown_rule_is_told(tmp_path: Path) -> None:
    result = keyguard("scan", "--select", "stagin-key", "--ignore", "key-in-ulr", cwd=tmp_path)
    assert result.code == 2
    assert [line.split("'")[3] for line in result.err.splitlines()] == ["staging-key", "key-in-url"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_holds_no_control_characters(tmp_path: Path, command: str) -> None:
    result = keyguard(*command.split(), "--help", cwd=tmp_path)
    assert (result.code, result.out.replace("\n", "").isprintable()) == (0, True)


def test_the_help_begins_with_a_first_command_and_examples(repository: Repository) -> None:
    repository.write("src/app.py", "x = 1\n")
    repository.write(".env", "")
    text = keyguard("--help", cwd=repository.path).out
    head = text.partition("Exit codes")[0]
    examples = [
        line.split("  ")[2] for line in head.splitlines() if line.startswith("    keyguard ")
    ]
    assert examples[0] == "keyguard audit"
    assert len(examples) >= 4
    for example in examples:
        assert keyguard(*example.split()[1:], cwd=repository.path).code == 0


COMPLETED = [
    (["scan", "--select", "prod"], ["production-key", "production-key-in-staging"]),
    (["history", "--ignore", "tracked"], ["tracked-env-file"]),
    (["rules", "key-in-"], ["key-in-frontend", "key-in-mobile", "key-in-public-env", "key-in-url"]),
    (["rules", "acme"], ["acme-token"]),
    (["rules", "nothing-like-it"], []),
    (["st"], ["staged"]),
]


@pytest.mark.parametrize(("words", "completed"), COMPLETED)
def test_a_shell_completes_ids_of_rules(
    repository: Repository, words: list[str], completed: list[str]
) -> None:
    repository.write(
        ".keyguard.toml", "[[patterns]]\nid = 'acme-token'\ndescription = 'x'\nexpression = 'x'\n"
    )
    assert complete(repository, words) == completed


def test_a_broken_configuration_leaves_the_other_ids(repository: Repository) -> None:
    repository.write(".keyguard.toml", "fail-on = 1\n")
    assert complete(repository, ["rules", ""]) == list(all_rules())


def complete(repository: Repository, words: list[str]) -> list[str]:
    """What click gives a bash that completes the last word."""
    asked = {
        "_KEYGUARD_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["keyguard", *words]),
        "COMP_CWORD": str(len(words)),
    }
    result = keyguard(cwd=repository.path, env=asked, own_process=True)
    assert (result.code, result.err) == (0, "")
    return [line.removeprefix("plain,") for line in result.out.split()]


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "unknown"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_a_terminal_gets_what_it_can_show(
    tmp_path: Path, variables: dict[str, str], colored: bool
) -> None:
    (tmp_path / "app.py").write_text(f'key = "{production_key()}"\n')
    theirs, ours = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "keyguard", "scan"],
        cwd=tmp_path,
        env=os.environ | variables,
        stdout=ours,
        stderr=ours,
        check=False,
    )
    os.close(ours)
    shown = all_shown(theirs)
    assert b"production-key" in shown
    assert (b"\x1b[" in shown) is colored


@pytest.mark.parametrize("command", ["scan", "history", "audit"])
@pytest.mark.parametrize("format", ["text", "json", "html"])
def test_a_report_in_a_file_leaves_a_line(
    repository: Repository, tmp_path: Path, command: str, format: str
) -> None:
    repository.commit_file("app.py", f'key = "{production_key()}"\n')
    file = tmp_path / "report"
    result = keyguard(command, "-f", format, "-o", file, cwd=repository.path)
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[-1] == (
        f"keyguard: 1 finding (1 high); the report is in {file}."
    )
    quiet = keyguard(command, "-q", "-f", format, "-o", file, cwd=repository.path)
    assert (quiet.code, quiet.err) == (1, "")


def test_a_clean_report_in_a_file_too(tmp_path: Path) -> None:
    result = keyguard("scan", "-o", tmp_path / "report", cwd=tmp_path)
    assert result.err == f"keyguard: no findings; the report is in {tmp_path / 'report'}.\n"
