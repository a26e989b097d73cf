"""Says whose configuration an audit uses: a stranger's repository may ask to look away."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from keyguard.cli.console import say
from keyguard.cli.options import Options
from keyguard.config.discovery import find_file, find_file_in
from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.commit_files import CommitFiles
from keyguard.settings import BASELINE_FILE


def say_whose_settings(repository: Repository, options: Options, is_ours: bool) -> None:
    """Says whose configuration counts; nothing if the repository ``is_ours`` and has none."""
    own = _own(repository.folder)
    if options.config:
        say(f"{options.config} counts, as --config says.")
    elif options.no_config:
        say("keyguard's defaults count, as --no-config says.")
    elif own:
        count, them = ("counts", "it") if len(own) == 1 else ("count", "them")
        say(f"the repository's own {' and '.join(own)} {count}; --no-config disregards {them}.")
    elif repository.work_tree is None and (committed := _committed(repository)):
        say(
            f"keyguard's defaults count, not the repository's own {' and '.join(committed)}: only "
            "those of a checkout count (clone it, and audit the clone)."
        )
    elif not is_ours:
        say("keyguard's defaults count; the repository has no configuration of its own.")


def _own(folder: Path) -> list[str]:
    found = find_file(folder)
    baseline = [BASELINE_FILE] if (folder / BASELINE_FILE).is_file() else []
    return [found.name, *baseline] if found else baseline


def _committed(repository: Repository) -> list[str]:
    """What HEAD has of its own, where nothing is checked out."""
    names = []
    with suppress(KeyguardError):
        read = CommitFiles(repository, "HEAD").read
        if found := find_file_in(repository.folder, read):
            names.append(found.name)
        with suppress(OSError):
            read(repository.folder / BASELINE_FILE)
            names.append(BASELINE_FILE)
    return names
