"""Whatever a user or a repository can name is planted with secrets and commands for a CI runner:
none of it is in any byte that is written, on the terminal or in a file.

Most runs share this process, for there are hundreds; the command line's own entry point is called.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from keyguard.cli import main
from keyguard.report import FORMATS
from tests.samples import body, production_key, staging_key, webhook_secret
from tests.tools import Repository, keyguard

STRIPE = "sk_live_" + body("stripe", 24)
PASSWORD = body("password", 18)
SECRETS = {
    "production": production_key("planted"),
    "staging": staging_key("planted"),
    "vendor": STRIPE,
    "url": f"https://ada:{PASSWORD}@127.0.0.1:1/x",
}
RAW = [SECRETS["production"][9:], SECRETS["staging"][9:], STRIPE[9:], PASSWORD[1:]]
"""What of each must be nowhere; the beginning may be shown."""
COMMANDS = "\n::stop-commands::x\r##vso[task.x]y\x1b[31m\n"
"""Commands that no runner may read, and a control character that no terminal may."""
FOUND = webhook_secret("found")
"""A webhook secret that a scan finds, and that stands elsewhere too."""

HARMFUL = re.compile(r"(?m)^\s*::(?!error |warning |notice )|##\w{0,20}\[|[\x00-\x09\x0b-\x1f\x7f]")


class Run(NamedTuple):
    """One run of the command with something planted."""

    arguments: list[str]
    files: Mapping[str, str] = MappingProxyType({})
    variables: Mapping[str, str] = MappingProxyType({})


def toml(text: str) -> str:
    """A TOML string."""
    return json.dumps(text)


def on_the_command_line(planted: str) -> Iterator[tuple[str, Run]]:
    """Every option, argument and command that takes a word."""
    for option in ("--format", "--fail-on", "--jobs", "--max-file-size", "--max-decode-depth"):
        yield f"value of {option}", Run(["scan", option, planted])
    for option in ("--select", "--ignore", "--config", "--rules", "--baseline"):
        yield f"value of {option}", Run(["scan", option, planted])
    yield "option", Run(["scan", f"--{planted}"])
    yield "option of the group", Run([f"--{planted}"])
    for group in ([], ["baseline"], ["config"]):
        yield f"command {group}", Run([*group, planted])
    for command in ("staged", "init", "secret", "ci"):
        yield f"argument of {command}", Run([command, planted])
    for command in ("scan", "history", "audit", "commits", "rules", "scan --message"):
        yield f"argument of {command}", Run([*command.split(), planted])
    yield "second path", Run(["scan", "-", planted])
    yield "range", Run(["commits", f"HEAD..{planted}"])
    yield "output", Run(["scan", "--output", f"{planted}/x/y"])
    yield "sarif file", Run(["ci", "--sarif-file", planted])
    for option in ("--baseline", "--config", "--rules"):
        yield f"baseline {option}", Run(["baseline", "update", option, planted])
        yield f"config {option}", Run(["config", "check", option, planted])


def in_the_environment(planted: str) -> Iterator[tuple[str, Run]]:
    """The variables of a CI, and its event."""
    yield "GitHub's event", Run(["ci"], variables={"GITHUB_EVENT_NAME": planted})
    yield "GitLab's event", Run(["ci"], variables={"CI_PIPELINE_SOURCE": planted})
    push = {"GITHUB_EVENT_NAME": "push"}
    yield "event file", Run(["ci"], variables=push | {"GITHUB_EVENT_PATH": planted})
    pushed = {"before": planted, "after": planted, "ref": planted}
    event = {"repository": {"default_branch": planted}, **pushed}
    named = push | {"GITHUB_EVENT_PATH": "event.json"}
    yield "event's content", Run(["ci"], {"event.json": json.dumps(event)}, named)
    yield "no event", Run(["ci"], {"event.json": f"{planted} = 3"}, named)
    merge = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_SHA": planted, "CI_COMMIT_BEFORE_SHA": "x"}
    yield "GitLab's commits", Run(["ci"], variables=merge)
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        schedule = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_EVENT_PATH": "event.json"}
        yield name, Run(["ci"], {"event.json": "{}"}, schedule | {name: f"{planted}/x"})


def in_the_configuration(planted: str) -> Iterator[tuple[str, Run]]:
    """Keys and values, good and bad, of the configuration and of rule files."""
    word = toml(planted)
    for name, text in {
        "key": f"{word} = 3",
        "table": f"[{word}]",
        "no TOML": f"{planted} {planted}",
        "severity": f"fail-on = {word}",
        "rule": f"ignore = [{word}]",
        "number": f"max-file-size = {word}",
        "alphabet": f"[keys]\nalphabet = {word}",
        "prefix": f'[keys.prefixes]\n{word} = "staging"',
        "meaning": f"[keys.prefixes]\npk_ = {word}",
        "environment": f"[environments]\n{word} = []",
        "bad glob": f"exclude = [{toml(planted + '[z-a]')}]",
        "glob in vain": f"exclude = [{toml('./' + planted)}]",
        "absolute glob": f"exclude = [{toml('/home/ada/' + planted)}]",
        "baseline": f"baseline = {word}",
        "rule file": f"rules = [{word}]",
        "pattern's key": f"[[patterns]]\n{word} = 1",
        "pattern's id": f"[[patterns]]\nid = {word}",
        "expression": f"[[patterns]]\nid='x'\ndescription='x'\nexpression={toml('(' + planted)}",
        "group": f"[[patterns]]\nid='x'\ndescription='x'\nexpression='x'\nsecret-group={word}",
        "description": f"[[patterns]]\nid='x'\ndescription={word}\nexpression='needle'",
        "example": f"[[patterns]]\nid='x'\ndescription='x'\nexpression='y'\nmatches=[{word}]",
    }.items():
        for command in (["scan"], ["config", "check"], ["rules"]):
            yield f"{name} ({command[0]})", Run(command, {".keyguard.toml": f"{text}\n"})
    for name, text in {
        "id": f"[[rules]]\nid = {word}\nregex = 'needle'",
        "ids": f"[[rules]]\nid = {word}\nregex = '('\n[[rules]]\nid = {word}\nregex = 'x'",
        "description": f"[[rules]]\nid = 'x'\nregex = 'needle'\ndescription = {word}",
        "expression": f"[[rules]]\nid = 'x'\nregex = {toml('(' + planted)}",
        "key": f"{word} = 1\n[[rules]]\nid = 'x'\nregex = 'needle'\n{word} = 2",
        "extended": f"[extend]\npath = {word}",
        "condition": f"[[rules]]\nid='x'\nregex='y'\n[[rules.allowlists]]\ncondition = {word}",
        "target": f"[[allowlists]]\ntargetRules = [{word}]\npaths = ['x']",
        "no rule file": f"rules = {word}",
    }.items():
        for format in FORMATS:
            arguments = ["scan", "--rules", "rules.toml", "--format", format, "--verbose"]
            yield f"gitleaks: {name} ({format})", Run(arguments, {"rules.toml": f"{text}\n"})
        arguments = ["rules", "--rules", "rules.toml"]
        yield f"gitleaks: {name} (rules)", Run(arguments, {"rules.toml": f"{text}\n"})


def in_a_baseline(planted: str) -> Iterator[tuple[str, Run]]:
    """Reasons, and what is no baseline."""
    yield "reason", Run(["baseline", "create", "--reason", planted])
    known = {"schema": "keyguard-baseline/1", "findings": []}
    for name, document in {
        "no JSON": f"{planted}",
        "schema": json.dumps(known | {"schema": planted}),
        "fingerprint": json.dumps(known | {"findings": [{"fingerprint": planted}]}),
    }.items():
        yield f"baseline: {name}", Run(["scan", "-b", "known.json"], {"known.json": document})
    yield (
        "reason that is added",
        Run(
            ["baseline", "update", "-b", "k.json", "--reason", planted],
            {"k.json": json.dumps(known)},
        ),
    )


ALL = " ".join(SECRETS.values())
PLANTED = {**SECRETS, "all": ALL, "commands": f"a{COMMANDS}{ALL}{COMMANDS}"}
PLACES = (on_the_command_line, in_the_environment, in_the_configuration, in_a_baseline)
CASES = [(on_the_command_line, name) for name in SECRETS]
CASES += [(place, name) for place in PLACES for name in ("all", "commands")]


@pytest.fixture
def planted_repository(tmp_path: Path) -> Repository:
    """One in which a webhook secret and a needle are found."""
    made = Repository.create(tmp_path / "repository")
    made.commit_file("app.py", f'needle = 1\nwebhook_secret = "{FOUND}"\n')
    return made


def run_here(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in run.files.items():
        (folder / name).write_text(content)
    for name, value in run.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["keyguard", *run.arguments])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code in {None, 0, 1, 2}
    for name in run.variables:
        monkeypatch.delenv(name)


def files_below(folder: Path) -> dict[Path, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path: path.read_bytes() for path in found}


@pytest.mark.parametrize(("place", "planted"), CASES)
def test_nothing_planted_is_written(
    place: Callable[[str], Iterator[tuple[str, Run]]],
    planted: str,
    planted_repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = planted_repository.path
    for name, run in place(PLANTED[planted]):
        before = files_below(folder)
        run_here(run, folder, monkeypatch)
        said = capfd.readouterr()
        written = files_below(folder)
        changed = {path for path in written if before.get(path) != written[path]}
        texts = [said.out, said.err]
        texts += [
            written[path].decode(errors="replace")
            for path in changed
            if run.files.get(path.name) != written[path].decode(errors="replace")
        ]
        for text in texts:
            for raw in (*RAW, FOUND):
                assert raw not in text, name
        assert not HARMFUL.search(said.out + said.err), name
        for path in changed:
            path.unlink()


def test_a_password_of_an_address_that_cannot_be_cloned(tmp_path: Path) -> None:
    for password in (PASSWORD, f"{PASSWORD}@{PASSWORD}", f"a/{PASSWORD}"):
        result = keyguard("audit", f"http://ada:{password}@127.0.0.1:1/x.git", cwd=tmp_path)
        assert result.code == 2
        assert "could not be cloned" in result.err
        assert PASSWORD not in result.out + result.err


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("written", ["{}", "x &amp; {}"])
def test_a_webhook_secret_elsewhere_on_a_quoted_line(
    tmp_path: Path, format: str, written: str
) -> None:
    """Found as an assignment in one spelling, and quoted in another."""
    raw, escaped = f"{FOUND[:20]}&{FOUND[20:]}", f"{FOUND[:20]}&amp;{FOUND[20:]}"
    for first, second in ((raw, escaped), (escaped, raw)):
        (tmp_path / "app.py").write_text(
            f'webhook_secret = "{first}"\n'
            f'key = "{production_key()}"; s = "{written.format(second)}"\n'
        )
        result = keyguard("scan", "app.py", "-f", format, cwd=tmp_path)
        assert result.code == 1
        for part in (raw, escaped, FOUND[20:]):
            assert part not in result.out


@pytest.mark.skipif(os.name == "nt", reason="such names can't be there")
@pytest.mark.parametrize("command", ["scan", "staged", "history", "baseline create"])
def test_hostile_names_of_files(command: str, tmp_path: Path) -> None:
    folder = tmp_path / f"x{COMMANDS.replace('/', '')}"
    made = Repository.create(folder)
    for name in (f"a{COMMANDS}b/.env", f"::error::{SECRETS['production']}.py", "w.zip"):
        made.write(name, b"PK\x03\x04" if name == "w.zip" else f"KEY={production_key()}\n")
    made.git("add", "--all")
    result = keyguard(*command.split(), cwd=folder)
    assert result.code in {1, 2}
    assert not HARMFUL.search(result.err + result.out)
    assert RAW[0] not in result.err + result.out
    missing = keyguard(*command.split(), "--config", f"no{COMMANDS}", cwd=folder)
    assert missing.code == 2
    assert not HARMFUL.search(missing.err)
