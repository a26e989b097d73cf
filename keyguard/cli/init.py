"""``keyguard init``: what a repository needs to be guarded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import click

from keyguard.cli.console import tell
from keyguard.cli.options import root_here
from keyguard.cli.origin import ADDRESS, PLACEHOLDER, pinned_revision
from keyguard.cli.pre_commit_file import has_entry, with_entry
from keyguard.config.discovery import FILE_NAME, find_file
from keyguard.errors import ExitCode, KeyguardError

Outcome = TypeVar("Outcome")

PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/keyguard.yml"

REVISION = re.compile(r"\w[\w./+-]*(?<=\w)", re.ASCII)
"""A commit id or a tag, and nothing that YAML could read otherwise."""

STAGES = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")

NEXT = f"""
Next:
  1. Look for what is there already: keyguard audit
  2. If that has to stay for now: keyguard baseline create
  3. Install the hooks: pre-commit install --install-hooks {" ".join(f"-t {s}" for s in STAGES)}
  4. Commit the files."""

TO_PIN = f"""
Put the id of a commit of keyguard for {PLACEHOLDER} in these files; this prints the newest:
  git ls-remote {ADDRESS} HEAD"""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What becomes of one file. No ``content``: it stays as it is, and ``remark`` says why."""

    name: str
    content: str | None
    remark: str


@click.command("init", short_help="Write the pre-commit entry, the workflow, the configuration.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option(
    "--rev",
    metavar="REV",
    help="The tag or commit of keyguard that the files name. [what is installed]",
)
def command(force: bool, rev: str | None) -> ExitCode:
    """Write what this repository needs: pre-commit hooks, a GitHub workflow, a configuration.

    A file that is there is left alone, but for .pre-commit-config.yaml, to whose end the hooks are
    added. Running it again changes nothing.
    """
    if rev is not None and not REVISION.fullmatch(rev):
        raise KeyguardError(f"--rev {rev!r} names no revision; name a tag or a commit of keyguard.")
    root, revision = root_here(), rev or pinned_revision()
    plans = [
        _configuration(root, force),
        _hooks(root, revision),
        _whole(root, WORKFLOW, _template("workflow.yml", revision), force),
    ]
    for plan in plans:
        if plan.content is not None:
            _write(root / plan.name, plan.content)
        tell(f"{plan.name}: {plan.remark}")
    if any(PLACEHOLDER in (plan.content or "") for plan in plans):
        tell(TO_PIN)
    tell(NEXT)
    return ExitCode.CLEAN


def _configuration(root: Path, force: bool) -> _Plan:
    found = find_file(root)
    if found is not None and found.name != FILE_NAME:
        return _Plan(FILE_NAME, None, f"not needed, the configuration is in {found.name}.")
    return _whole(root, FILE_NAME, _template("keyguard.toml"), force)


def _hooks(root: Path, revision: str) -> _Plan:
    """Of this file only our entry is ours, so --force does not write over the rest."""
    entry = _template("pre-commit.yaml", revision)
    path = root / PRE_COMMIT
    if not path.exists():
        return _Plan(PRE_COMMIT, f"repos:\n{_indented(entry)}", "written.")
    text = _read(path)
    if has_entry(text):
        return _Plan(PRE_COMMIT, None, "has the hooks already.")
    extended = with_entry(text, entry)
    if extended is None:
        return _Plan(PRE_COMMIT, None, f"left alone; add this to its repos:\n\n{_indented(entry)}")
    return _Plan(PRE_COMMIT, extended, "hooks added.")


def _whole(root: Path, name: str, content: str, force: bool) -> _Plan:
    path = root / name
    if not path.exists():
        return _Plan(name, content, "written.")
    if _read(path) == content:
        return _Plan(name, None, "is there already.")
    if force:
        return _Plan(name, content, "written over.")
    return _Plan(name, None, "left alone, since it is there; --force writes over it.")


def _template(name: str, revision: str = "") -> str:
    text = (files("keyguard.cli") / "templates" / name).read_text("utf-8")
    return text.replace("REVISION", revision)


def _indented(entry: str) -> str:
    return "".join(f"  {line}\n" for line in entry.splitlines())


def _read(path: Path) -> str:
    return _try(path, lambda: path.read_bytes().decode("utf-8"))


def _write(path: Path, content: str) -> None:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))

    _try(path, write)


def _try(path: Path, action: Callable[[], Outcome]) -> Outcome:
    try:
        return action()
    except OSError as error:
        raise KeyguardError(
            f"{path} can't be read or written ({error.strerror}); check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise KeyguardError(f"{path} is no UTF-8 text; repair or move it.") from error
