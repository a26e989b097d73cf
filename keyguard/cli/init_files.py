"""The files that ``keyguard init`` writes: what happens to each, and how."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from keyguard.cli.console import tell
from keyguard.cli.gitlab_file import has_job, with_job
from keyguard.cli.hook_install import STAGES
from keyguard.cli.output import opened
from keyguard.cli.pre_commit_file import has_entry, with_entry
from keyguard.config.discovery import FILE_NAME, PYPROJECT, find_file
from keyguard.errors import KeyguardError
from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.settings import BASELINE_FILE

Outcome = TypeVar("Outcome")

PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/keyguard.yml"
GITLAB_CI = ".gitlab-ci.yml"

LEADS_OUT = "left alone, since a link leads out of the repository"
BASELINE_LINE = f'baseline = "{BASELINE_FILE}"'
_COMMENTED = lazy_pattern(rf"^# ({re.escape(BASELINE_LINE)})", re.MULTILINE)
_HAS_BASELINE = lazy_pattern(r"^[ \t]*baseline[ \t]*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to one file. Without ``content`` it stays as it is, and ``remark`` says why."""

    name: str
    content: str | None
    remark: str


def carry_out(root: Path, plan: Plan) -> None:
    """Writes the file, if there is something to write, and says so."""
    if plan.content is not None:
        _write(root / plan.name, plan.content)
    if plan.remark:
        tell(f"{plan.name}: {plan.remark}")


def configuration(root: Path, force: bool) -> Plan:
    """The configuration, unless ``pyproject.toml`` has it."""
    found = find_file(root)
    if found is not None and found.name != FILE_NAME:
        return Plan(FILE_NAME, None, f"not needed, the configuration is in {found.name}.")
    return _whole(root, FILE_NAME, _template("keyguard.toml"), force)


def hooks(root: Path, revision: str) -> Plan:
    """The plan for the hooks. Only keyguard's entry is its own, so --force does not overwrite the
    rest."""
    entry = _template("pre-commit.yaml", revision)
    types = f"default_install_hook_types: [{', '.join(STAGES)}]\n"
    edit = _Edit(
        "hooks", has_entry, partial(with_entry, entry=entry), _indented(entry), "its repos"
    )
    return _edited(root, PRE_COMMIT, f"{types}repos:\n{_indented(entry)}", edit)


def workflow(root: Path, revision: str, force: bool) -> Plan:
    """The plan for the workflow of GitHub Actions, a file of its own."""
    return _whole(root, WORKFLOW, _template("workflow.yml", revision), force)


def gitlab_job(root: Path, revision: str) -> Plan:
    """The plan for the job. Only that job is keyguard's own, so --force does not overwrite the
    rest."""
    job = _template("gitlab-ci.yml", revision)
    return _edited(
        root, GITLAB_CI, job, _Edit("job", has_job, partial(with_job, job=job), job, "it")
    )


def naming_the_baseline(root: Path) -> Plan:
    """The configuration that names the baseline.

    The file counts without that, but so readers can see it.
    """
    found = find_file(root)
    if found is None or found.name == PYPROJECT or _HAS_BASELINE.search(_read(found)):
        return Plan(FILE_NAME, None, "")
    text, changed = _COMMENTED.subn(r"\1", _read(found), count=1)
    if not changed:  # above all tables
        text = f"{BASELINE_LINE}\n{text}"
    return Plan(FILE_NAME, text, "names the baseline.")


class _Edit(NamedTuple):
    """What is added to a file that others write, too."""

    what: str
    is_in: Callable[[str], bool]
    add: Callable[[str], str | None]
    """The text with it; None if it can't be added blindly."""
    shown: str
    where: str
    """Where a person adds it."""


def _edited(root: Path, name: str, whole: str, edit: _Edit) -> Plan:
    """A file that is added to; ``whole`` is what a new one holds."""
    path = root / name
    if _leads_out(root, path):
        return Plan(name, None, f"{LEADS_OUT}; add this to {edit.where}:\n\n{edit.shown}")
    if not path.exists():
        return Plan(name, whole, "written.")
    text = _read(path)
    if edit.is_in(text):
        return Plan(name, None, f"has the {edit.what} already.")
    extended = edit.add(text)
    if extended is None:
        return Plan(name, None, f"left alone; add this to {edit.where}:\n\n{edit.shown}")
    return Plan(name, extended, f"{edit.what} added.")


def _whole(root: Path, name: str, content: str, force: bool) -> Plan:
    path = root / name
    if _leads_out(root, path):
        return Plan(name, None, f"{LEADS_OUT}.")
    if not path.exists():
        return Plan(name, content, "written.")
    if _read(path) == content:
        return Plan(name, None, "is there already.")
    if force:
        return Plan(name, content, "written over.")
    return Plan(name, None, "left alone, since it is there; --force overwrites it.")


def _leads_out(root: Path, path: Path) -> bool:
    """Whether a link leads to what is not the repository's to change."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _template(name: str, revision: str = "") -> str:
    text = (files("keyguard.cli") / "templates" / name).read_text("utf-8")
    return text.replace("REVISION", revision)


def _indented(entry: str) -> str:
    return "".join(f"  {line}\n" for line in entry.splitlines())


def _read(path: Path) -> str:
    return _try(path, lambda: read_regular(os.fspath(path)).decode("utf-8"))


def _write(path: Path, content: str) -> None:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with opened(path) as stream:
            stream.write(content)

    _try(path, write)


def _try(path: Path, action: Callable[[], Outcome]) -> Outcome:
    try:
        return action()
    except OSError as error:
        raise KeyguardError(
            f"{path} can't be read or written ({error.strerror}); check its permissions, and the "
            "room on the disk."
        ) from error
    except UnicodeDecodeError as error:
        raise KeyguardError(f"{path} is not UTF-8 text; repair or move it.") from error
