"""``keyguard init``: what a repository needs to be guarded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import click

from keyguard import __version__
from keyguard.cli.console import tell
from keyguard.cli.options import root_here
from keyguard.cli.pre_commit_file import has_entry, with_entry
from keyguard.config.discovery import FILE_NAME, find_file
from keyguard.errors import ExitCode, KeyguardError

Outcome = TypeVar("Outcome")

PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/keyguard.yml"

NEXT = """
Next:
  1. Look for what is there already: keyguard audit
  2. If that has to stay for now: keyguard baseline create
  3. Install the hooks: pre-commit install --install-hooks -t pre-commit -t commit-msg -t pre-push
  4. Commit the files."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What becomes of one file. No ``content``: it stays as it is, and ``remark`` says why."""

    name: str
    content: str | None
    remark: str


@click.command("init", short_help="Write the pre-commit entry, the workflow, the configuration.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(force: bool) -> ExitCode:
    """Write what this repository needs: pre-commit hooks, a GitHub workflow, a configuration.

    A file that is there is left alone, but for .pre-commit-config.yaml, to whose end the hooks are
    added. Running it again changes nothing.
    """
    root = root_here()
    for plan in [make(root, force) for make in (_configuration, _hooks, _workflow)]:
        if plan.content is not None:
            _write(root / plan.name, plan.content)
        tell(f"{plan.name}: {plan.remark}")
    tell(NEXT)
    return ExitCode.CLEAN


def _configuration(root: Path, force: bool) -> _Plan:
    found = find_file(root)
    if found is not None and found.name != FILE_NAME:
        return _Plan(FILE_NAME, None, f"not needed, the configuration is in {found.name}.")
    return _whole(root, FILE_NAME, "keyguard.toml", force)


def _workflow(root: Path, force: bool) -> _Plan:
    return _whole(root, WORKFLOW, "workflow.yml", force)


def _hooks(root: Path, force: bool) -> _Plan:
    """Of this file only our entry is ours, so --force does not write over the rest."""
    entry = _template("pre-commit.yaml")
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


def _whole(root: Path, name: str, template: str, force: bool) -> _Plan:
    content = _template(template)
    path = root / name
    if not path.exists():
        return _Plan(name, content, "written.")
    if _read(path) == content:
        return _Plan(name, None, "is there already.")
    if force:
        return _Plan(name, content, "written over.")
    return _Plan(name, None, "left alone, since it is there; --force writes over it.")


def _template(name: str) -> str:
    text = (files("keyguard.cli") / "templates" / name).read_text("utf-8")
    return text.replace("VERSION", __version__)


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
