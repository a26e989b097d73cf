"""``keyguard audit --replacements FILE``: the raw values, for the tool that cleans a history."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from keyguard.audit.replacements import Replacements, replacements
from keyguard.cli.console import say
from keyguard.cli.output import is_standard_output
from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.ls_files import is_ignored
from keyguard.gitrepo.repository import Repository
from keyguard.model.report import Report
from keyguard.report.masked import Shown
from keyguard.report.sanitize import encoded
from keyguard.report.summary import counted
from keyguard.storage.whole_file import refuse_within_git

_OWNER_ONLY = 0o600
_NAMED = 5
"""Paths that are named; the rest is counted."""


def write_replacements(path: Path, report: Report, quiet: bool) -> None:
    """Writes the file for its owner alone, and says what it does not reach.

    Raises ``KeyguardError`` if it can't be written, or is no regular file.
    """
    if is_standard_output(path):
        raise KeyguardError(
            "--replacements writes raw values, which are not printed; name a file outside of the "
            "repository."
        )
    found = replacements(report.findings)
    _warn_of_work_tree(path)
    try:
        _write(path, "".join(f"{line}\n" for line in found.lines))
    except OSError as error:
        raise KeyguardError(
            f"the replacements can't be written to {path} ({error.strerror}); name another file."
        ) from error
    if not quiet:
        _tell(path, found, Shown(report))


def _write(path: Path, text: str) -> None:
    """Either the whole file or none of it, and never one that others can read."""
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        raise KeyguardError(f"{path} is not a regular file; name another for --replacements.")
    refuse_within_git(path)
    beside = path.parent / f".keyguard-{os.urandom(8).hex()}.part"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with open(descriptor, "wb") as file:
            file.write(encoded(text))
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _warn_of_work_tree(path: Path) -> None:
    """What is in a work tree is committed sooner or later."""
    with suppress(KeyguardError):
        full = Path(os.path.realpath(path.parent)) / path.name
        repository = Repository.find(full.parent)
        top = repository.work_tree
        if top is None:
            return
        inside = os.fsencode(os.path.relpath(full, os.path.realpath(top)))
        if not inside.startswith((b"..", b".git/")) and not is_ignored(repository, inside):
            say(
                f"{path} is in a work tree and git does not ignore it: it holds raw values and "
                "must not be committed; move it out, and remove it when the history is clean."
            )


def _tell(path: Path, found: Replacements, shown: Shown) -> None:
    say(
        f"{counted(len(found.lines), 'raw value')} written to {path}, readable by you alone; "
        "remove it when the history is clean."
    )
    if found.paths:
        names = ", ".join(map(shown.path, found.paths[:_NAMED]))
        more = len(found.paths) - _NAMED
        say(
            f"no text can be replaced in {names}{f' and {more:,} more' if more > 0 else ''}: take "
            "these out of the history (`git filter-repo --invert-paths --path PATH`)."
        )
    if found.words:
        say(
            f"{counted(found.words, 'weak secret')} left out, which could be ordinary words: edit "
            "the files that hold them."
        )
