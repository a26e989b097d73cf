"""``keyguard baseline``: findings that are known, so that only new ones count."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from keyguard.cli.baseline_scan import Found, Note, find_all, stale
from keyguard.cli.completion import rule_ids
from keyguard.cli.console import say, tell
from keyguard.cli.group import SuggestingGroup
from keyguard.cli.only import read_only, selected
from keyguard.cli.options import Options, root_here, settings_for
from keyguard.cli.shared_options import CONFIG, Command, with_options
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.record import NamedTuple
from keyguard.parallel.signals import stopped_by_signals
from keyguard.report.summary import counted
from keyguard.rules import rules_with
from keyguard.settings import BASELINE_FILE, Settings
from keyguard.suppress.baseline import (
    Baseline,
    KnownFinding,
    is_day,
    merged,
    read_baseline,
    today,
    write_baseline,
)

_OPTIONS = (
    click.option(
        "-b", "--baseline", type=click.Path(path_type=Path), metavar="FILE",
        help=f"The baseline file. [the configuration's, else {BASELINE_FILE} at the root]",
    ),
    CONFIG,
    click.option(
        "--rules", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Also look for what a gitleaks rule file describes (repeatable).",
    ),
)  # fmt: skip
_ADDING = (
    click.option(
        "--only", multiple=True, metavar="RULE/PATH", shell_complete=rule_ids,
        help="Only findings of this rule, below this path, or both (repeatable).",
    ),
    click.option(
        "--untracked", is_flag=True, help="Include files that git does not track."
    ),
    click.option(
        "--history", is_flag=True, help="Read the whole history, not only the work tree."
    ),
    click.option("--reason", default="", help="Why these findings are left as they are."),
    click.option("--owner", default="", help="Who will take care of them."),
    click.option(
        "--expires", default="", metavar="DAY",
        help="The last day on which they do not count, such as 2027-01-31.",
    ),
)  # fmt: skip


class Adding(NamedTuple):
    """Which findings to add, and what to note beside them."""

    only: tuple[str, ...]
    untracked: bool
    note: Note

    def choose(self, found: Found, settings: Settings) -> list[KnownFinding]:
        """The entries for findings that are wanted. Says which were left out as untracked."""
        rules = rules_with(settings.custom_rules)
        only = read_only(self.only, rules, root_here())
        wanted = selected(found.report.active if only else found.findings, only, rules)
        left_out = [each for each in wanted if each in found.untracked and not self.untracked]
        found.say_untracked(left_out)
        return found.entries([each for each in wanted if each not in left_out], self.note)


def _with(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    return lambda command: with_options(command, options)


@click.group("baseline", cls=SuggestingGroup, short_help="Keep the list of known findings.")
def command() -> None:
    """Keep a file of known findings, so that only new ones count.

    It holds only fingerprints. A finding stays known when its line or commit changes; another key
    on the same line is new. The file counts as soon as it exists; commit it.
    """


@command.command("create", short_help="Record all present findings.")
@click.option("--force", is_flag=True, help="Overwrite an existing file, reasons included.")
@_with(_ADDING)
@_with(_OPTIONS)
def create(force: bool, history: bool, **typed: Any) -> ExitCode:
    """Record all present findings, so that only later ones count.

    With --only, add to an existing file, as `update` does.
    """
    adding = _adding(typed)
    path, settings = _file(typed)
    if path.exists() and adding.only and not force:
        return _add(adding, path, settings, history)
    if path.exists() and not force:
        raise KeyguardError(
            f"{path} exists already; `keyguard baseline update` adds to it, --force writes over it."
        )
    found = find_all(settings, history)
    entries = merged((), adding.choose(found, settings))
    _write(path, Baseline(entries, history))
    tell(f"{path}: {len(entries):,} known.")
    _tell_what_is_next(path, settings)
    return _code(found)


@command.command("update", short_help="Add new findings.")
@_with(_ADDING)
@_with(_OPTIONS)
def update(history: bool, **typed: Any) -> ExitCode:
    """Add findings that are not in the file yet, and list them. Known ones keep their reasons.

    --expires also gives expired findings a new last day.
    """
    adding = _adding(typed)
    return _add(adding, *_file(typed), history)


@command.command("prune", short_help="Remove entries that are no longer found.")
@_with(_OPTIONS)
def prune(**typed: Any) -> ExitCode:
    """Remove entries that are no longer found. If anything could not be read, remove nothing."""
    path, settings = _file(typed)
    old = read_baseline(path)
    found = find_all(settings, old.history)
    if not found.report.complete:
        found.say_problems()
        raise KeyguardError(
            f"{path} was left as it is, since not everything could be read: what was not seen may "
            "still be there."
        )
    gone = stale(found.report.findings, old.entries)
    entries = tuple(entry for entry in old.entries if entry not in gone)
    _write(path, Baseline(entries, old.history))
    for entry in gone:
        tell(f"- {entry.path}: {entry.rule}")
    tell(f"{path}: {len(gone):,} removed, {len(entries):,} known.")
    if gone:
        _tell_what_is_next(path, settings)
    return ExitCode.CLEAN


def _add(adding: Adding, path: Path, settings: Settings, history: bool) -> ExitCode:
    """Adds to a file that is there. Raises ``KeyguardError`` if it is none."""
    old = read_baseline(path)
    found = find_all(settings, history or old.history)
    chosen = {entry.fingerprint: entry for entry in adding.choose(found, settings)}
    over = {entry.fingerprint: entry for entry in old.expired}
    there = {entry.fingerprint for entry in old.entries}
    added = [entry for id_, entry in chosen.items() if id_ not in there]
    renewed = [_renewed(over[id_], entry) for id_, entry in chosen.items() if id_ in over]
    if not adding.note.expires:
        _say_not_renewed(renewed)
        renewed = []
    replaced = {entry.fingerprint for entry in renewed}
    kept = [entry for entry in old.entries if entry.fingerprint not in replaced]
    entries = merged(kept, [*renewed, *added])
    _write(path, Baseline(entries, history or old.history))
    for sign, changed in (("+", added), ("~", renewed)):
        for entry in sorted(changed):
            tell(f"{sign} {entry.path}: {entry.rule}")
    again = f"{len(renewed):,} renewed, " if renewed else ""
    tell(f"{path}: {len(added):,} added, {again}{len(entries):,} known.")
    _say_what_is_stale(found, old)
    if added or renewed:
        _tell_what_is_next(path, settings)
    return _code(found)


def _write(path: Path, baseline: Baseline) -> None:
    with stopped_by_signals():
        write_baseline(path, baseline)


def _adding(typed: dict[str, Any]) -> Adding:
    note = Note(typed.pop("reason"), typed.pop("owner"), typed.pop("expires"))
    if note.expires and not is_day(note.expires):
        raise KeyguardError(f"--expires {note.expires!r} is not a day; write it as 2027-01-31.")
    if note.expires and note.expires < today():
        raise KeyguardError(f"--expires {note.expires!r} is in the past; name a later day.")
    return Adding(typed.pop("only"), typed.pop("untracked"), note)


def _file(typed: dict[str, Any]) -> tuple[Path, Settings]:
    """The file, and settings under which nothing is known yet."""
    root = root_here()
    file = typed.pop("baseline")
    settings = settings_for(Options(**typed), root, None)
    return file or Path(settings.baseline_file or root / BASELINE_FILE), settings


def _renewed(old: KnownFinding, new: KnownFinding) -> KnownFinding:
    """What had expired, known until another day; its reason and owner stay unless there are new."""
    return KnownFinding(
        old.path, old.rule, old.fingerprint, new.reason or old.reason, new.owner or old.owner,
        new.expires,
    )  # fmt: skip


def _say_not_renewed(expired: Sequence[KnownFinding]) -> None:
    for entry in expired:
        say(f"{entry.path}: {entry.rule} expired on {entry.expires}; --expires DAY renews it.")


def _say_what_is_stale(found: Found, old: Baseline) -> None:
    if found.report.complete and (gone := stale(found.report.findings, old.entries)):
        known = counted(len(gone), "known finding")
        say(f"{known} no longer found; `keyguard baseline prune` removes what is gone.")


def _tell_what_is_next(path: Path, settings: Settings) -> None:
    """What makes the file count for everybody."""
    found_there = os.path.abspath(settings.baseline_file or root_here() / BASELINE_FILE)
    if found_there != os.path.abspath(path):
        tell(f"It counts with --baseline {shlex.quote(str(path))}, or `baseline` in the settings.")
    tell(f"Commit it: git add {shlex.quote(os.path.relpath(path))}")


def _code(found: Found) -> ExitCode:
    found.say_problems()
    return ExitCode.CLEAN if found.report.complete else ExitCode.INCOMPLETE
